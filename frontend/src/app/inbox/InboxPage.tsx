import { useTranslation } from "react-i18next";
import { BackToRooms } from "@/entities/rooms/BackToRooms";
import { InboxList } from "@/features/inbox/InboxList";
import { MarkAllButton } from "@/features/inbox/MarkAllButton";
import { useTitle } from "@/lib/browser/title";

/** What I am told of in all my rooms. */
export function InboxPage() {
  const { t } = useTranslation("app");
  useTitle(t("inbox"));
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-1 border-line border-b px-2 md:px-5">
        <BackToRooms />
        <h1 className="min-w-0 flex-1 truncate font-semibold">{t("inbox")}</h1>
        <MarkAllButton />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex max-w-2xl flex-col px-2 pt-3 pb-10">
          <InboxList />
        </div>
      </div>
    </div>
  );
}
