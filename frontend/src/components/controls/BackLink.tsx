import clsx from "clsx";
import { ArrowLeft } from "lucide-react";
import { Link } from "react-router";

type Props = { to: string; label: string; className?: string };

/** An arrow that leads from a page to the list it belongs to. */
export function BackLink({ to, label, className }: Props) {
  return (
    <Link
      to={to}
      aria-label={label}
      className={clsx(
        "target inline-grid shrink-0 place-items-center rounded-lg text-muted hover:bg-raised hover:text-text",
        className,
      )}
    >
      <ArrowLeft aria-hidden="true" className="size-5" />
    </Link>
  );
}
