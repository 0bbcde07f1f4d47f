import clsx from "clsx";
import { type ReactNode, useContext } from "react";
import type { User } from "@/lib/protocol/types";
import { MessageActionsContext } from "./actions";
import { TabStop } from "./tabStop";

type Props = { user: User | undefined; className?: string | undefined; children: ReactNode };

/** A person's name. Clicking it opens their card. */
export function Name({ user, className, children }: Props) {
  const { showPerson } = useContext(MessageActionsContext);
  const tabIndex = useContext(TabStop) ? 0 : -1;
  if (!user || !showPerson) return <span className={className}>{children}</span>;
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      aria-haspopup="dialog"
      onClick={(event) => showPerson(user, event.currentTarget)}
      className={clsx("select-text hover:underline pointer-coarse:select-none", className)}
    >
      {children}
    </button>
  );
}
