import { useTranslation } from "react-i18next";
import { lazyComponent, NoFailure } from "@/components/lazy/lazyComponent";
import { AddRoomMenu } from "@/features/add-room/AddRoomMenu";
import { ListMenu } from "@/features/room-list/ListMenu";
import { RoomList } from "@/features/room-list/RoomList";
import { SearchButton } from "@/features/search/SearchButton";
import { SwitcherButton } from "@/features/switcher/SwitcherButton";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { useSession } from "@/lib/session/useSession";
import { AccountMenu } from "./account/AccountMenu";
import { columnClass } from "./columnClass";
import { InboxLink } from "./inbox/InboxLink";
import { WaitingLink } from "./moderation/WaitingLink";
import { RoomsHeading } from "./RoomsHeading";
import { Wordmark } from "./Wordmark";

// Only one person of a site is ever shown them.
const NextSteps = lazyComponent(
  lazyModule(() => import("@/features/next-steps/NextSteps")),
  ({ NextSteps }) => NextSteps,
  NoFailure,
);

/** `alone`: the column is the whole page, as "/" is in one column. */
export function RoomsColumn({ alone }: { alone: boolean }) {
  const { t } = useTranslation("rooms");
  const user = useSession((state) => state.user);
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
          <ListMenu />
          <AddRoomMenu />
        </div>
      </header>
      <SearchButton />
      <InboxLink />
      <WaitingLink />
      <RoomList />
      {user?.next_steps && <NextSteps />}
      <footer className="flex items-center">{user && <AccountMenu user={user} />}</footer>
    </Column>
  );
}
