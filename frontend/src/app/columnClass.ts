export const columnClass =
  "flex w-full shrink-0 flex-col bg-raised [--ground:var(--color-raised)] md:w-66 md:border-line md:border-r";
