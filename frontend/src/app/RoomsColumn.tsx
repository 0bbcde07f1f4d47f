import clsx from "clsx";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { Avatar } from "@/components/display/Avatar";
import { Logo } from "@/components/display/Logo";
import { AddRoomMenu } from "@/features/add-room/AddRoomMenu";
import { RoomList } from "@/features/room-list/RoomList";
import { ShortcutsButton } from "@/features/shortcuts/ShortcutsButton";
import { SwitcherButton } from "@/features/switcher/SwitcherButton";
import { useSession } from "@/lib/session/useSession";
import { RoomsHeading } from "./RoomsHeading";

// Only one person of a site is ever shown them.
const NextSteps = lazy(async () => ({ default: (await import("@/features/next-steps/NextSteps")).NextSteps }));

export const columnClass = "flex w-full shrink-0 flex-col bg-raised md:w-66 md:border-line md:border-r";

/** `alone`: the column is the whole page, as "/" is in one column. */
export function RoomsColumn({ alone }: { alone: boolean }) {
  const { t } = useTranslation("rooms");
  const hasNextSteps = useSession(({ user }) => user?.next_steps);
  const Column = alone ? "main" : "aside";
  return (
    <Column
      id={alone ? "page" : undefined}
      tabIndex={alone ? -1 : undefined}
      aria-label={t("rooms")}
      className={columnClass}
    >
      {alone && <RoomsHeading />}
      <header className="flex h-14 shrink-0 items-center justify-between pr-2.5 pl-4">
        <Wordmark />
        <div className="flex">
          <SwitcherButton />
          <AddRoomMenu />
        </div>
      </header>
      <RoomList />
      <Suspense>{hasNextSteps && <NextSteps />}</Suspense>
      <footer className="flex items-center">
        <Me />
        <ShortcutsButton />
      </footer>
    </Column>
  );
}

export function Wordmark() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <Logo className="size-6" />
      Irori
    </span>
  );
}

function Me() {
  const { t } = useTranslation();
  const user = useSession((state) => state.user);
  if (!user) return null;
  return (
    <NavLink
      to="/settings"
      className={({ isActive }) =>
        clsx(
          "m-2 flex min-h-12 min-w-0 flex-1 items-center gap-2.5 rounded-lg px-2 text-sm transition-colors hover:bg-selected/60",
          isActive && "bg-selected",
        )
      }
    >
      <Avatar user={user} size="medium" />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="block truncate font-medium">{user.display_name}</span>
        <span className="block text-muted text-xs">{t("settings")}</span>
      </span>
    </NavLink>
  );
}
