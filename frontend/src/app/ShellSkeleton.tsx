import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { useMatch } from "react-router";
import { RoomSkeleton } from "@/app/room/RoomSkeleton";
import { RoomListSkeleton } from "@/features/room-list/RoomListSkeleton";
import { useSession } from "@/lib/session/useSession";
import { columnClass } from "./columnClass";
import { Wordmark } from "./Wordmark";

/** The shell's outline, until the server has said who is signed in, and until what that person needs is loaded. */
export function ShellSkeleton() {
  const { t } = useTranslation();
  const unreachable = useSession((state) => state.unreachable);
  const inRoom = useMatch("/rooms/:roomId/*");
  return (
    <main aria-busy="true" className="safe flex h-full">
      <h1 className="sr-only">{t("loading")}</h1>
      <div className={clsx(columnClass, inRoom && "max-md:hidden")}>
        <div className="flex h-14 shrink-0 items-center pl-4">
          <Wordmark />
        </div>
        <div className="flex-1 px-2">
          <RoomListSkeleton />
        </div>
      </div>
      <div className={clsx("flex min-w-0 flex-1 flex-col", !inRoom && "max-md:hidden")}>
        <RoomSkeleton />
      </div>
      {unreachable && <Unreachable />}
    </main>
  );
}

function Unreachable() {
  const { t } = useTranslation(["app", "errors"]);
  const isAddressRefused = useSession((state) => state.isAddressRefused);
  return (
    <p
      role="status"
      className="fixed inset-x-4 bottom-6 mx-auto w-fit max-w-xl animate-appear rounded-xl bg-text px-4 py-2.5 text-sm text-surface"
    >
      {isAddressRefused ? t("errors:code.origin_refused", { address: location.origin }) : t("app:unreachable")}
    </p>
  );
}
