import { useTranslation } from "react-i18next";
import { useMatch } from "react-router";
import { RoomListSkeleton, RoomSkeleton } from "@/features/rooms";
import { session } from "@/lib/session";
import { columnClass, Wordmark } from "./RoomsColumn";

/** The shell's outline while nobody knows yet who this is. */
export function ShellSkeleton() {
  const { t } = useTranslation();
  const unreachable = session((state) => state.unreachable);
  const inRoom = useMatch("/rooms/:roomId");
  return (
    <div className="safe flex h-full" aria-busy="true">
      <div className={inRoom ? `${columnClass} max-md:hidden` : columnClass}>
        <header className="flex h-14 shrink-0 items-center pl-4">
          <Wordmark />
        </header>
        <div className="flex-1 px-2">
          <RoomListSkeleton />
        </div>
      </div>
      <main aria-label={t("loading")} className={inRoom ? PAGE : `${PAGE} max-md:hidden`}>
        <RoomSkeleton />
      </main>
      {unreachable && (
        <p
          role="status"
          className="fixed inset-x-4 bottom-6 mx-auto w-fit animate-appear rounded-xl bg-text px-4 py-2.5 text-sm text-surface"
        >
          {t("unreachable")}
        </p>
      )}
    </div>
  );
}

const PAGE = "flex min-w-0 flex-1 flex-col";
