import { Route, Routes } from "react-router";
import { earlyConversation } from "@/app/room/earlyConversation";
import { RoomPage } from "@/app/room/RoomPage";
import { showEarlyHistory } from "@/app/room/useHistory";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { loadRooms } from "@/entities/rooms/queries";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { HomePage } from "./HomePage";
import { NotFound } from "./NotFound";
import { queryClient } from "./queryClient";
import { Shell } from "./Shell";

// No room needs these pages, so each is loaded when it is first opened.
const SettingsPage = lazyComponent(
  lazyModule(async () => (await Promise.all([import("./settings/SettingsPage"), addTexts("settings")]))[0]),
  ({ SettingsPage }) => SettingsPage,
);
const InboxPage = lazyComponent(
  lazyModule(async () => (await Promise.all([import("./inbox/InboxPage"), addTexts("inbox")]))[0]),
  ({ InboxPage }) => InboxPage,
);
const ModerationPage = lazyComponent(
  lazyModule(async () => (await Promise.all([import("./moderation/ModerationPage"), addTexts("moderation")]))[0]),
  ({ ModerationPage }) => ModerationPage,
);

/** All pages of people who are signed in. */
export function SignedInApp() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<HomePage />} />
        <Route path="rooms/:roomId/:seq?" element={<RoomPage />} />
        <Route path="inbox" element={<InboxPage />} />
        <Route path="moderation/:page?" element={<ModerationPage />} />
        <Route path="settings/:page?" element={<SettingsPage />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

/** Resolves when what the first page shows is there, or cannot be had. */
export async function firstAnswers(me: number) {
  await loadRooms(queryClient);
  await Promise.allSettled([showEarlyHistory(me), earlyConversation]);
}
