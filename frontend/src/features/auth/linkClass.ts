export const linkClass = "rounded font-medium text-ember underline underline-offset-4 hover:brightness-110";
