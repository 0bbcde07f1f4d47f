import type { ReactNode } from "react";

type Props = { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode; heading?: "h1" | "h2" };

export function EmptyState({ icon, title, children, action, heading: Heading = "h2" }: Props) {
  return (
    <div className="m-auto flex max-w-xl flex-col items-center gap-3 p-8 text-center">
      {icon}
      <Heading className="text-balance font-semibold text-lg">{title}</Heading>
      {children && <div className="max-w-sm text-balance text-muted text-sm">{children}</div>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2 max-sm:flex-col">{action}</div>}
    </div>
  );
}
