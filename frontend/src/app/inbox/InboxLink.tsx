import { Inbox } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useHasInbox, useInboxUnread } from "@/entities/inbox/unread";

/** Its frames count no further than to 100. */
const MOST = 99;

/** Above the rooms: what I am told of. A site may have no inbox. */
export function InboxLink() {
  const { t } = useTranslation("app");
  const unread = useInboxUnread() ?? 0;
  if (!useHasInbox()) return null;
  return (
    <NavLink
      to="/inbox"
      className="target mx-2 mb-1 flex shrink-0 items-center gap-2 rounded-lg px-2 text-sm transition-colors hover:bg-selected/60 aria-[current=page]:bg-selected forced-colors:aria-[current=page]:border-2"
    >
      <Inbox aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 truncate">{t("inbox")}</span>
      {unread > 0 && (
        <span className="shrink-0 rounded-full bg-ember px-1.5 font-semibold text-on-ember text-xs tabular-nums leading-5 forced-colors:border">
          <span aria-hidden="true">{unread > MOST ? `${MOST}+` : unread}</span>
          <span className="sr-only">{unread > MOST ? t("inboxManyUnread") : t("inboxUnread", { count: unread })}</span>
        </span>
      )}
    </NavLink>
  );
}
