import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { queryClient } from "@/app/queryClient";
import { earlyConversation } from "@/app/room/earlyConversation";
import { showEarlyHistory } from "@/app/room/useHistory";
import { loadRooms } from "@/entities/rooms/queries";
import { followKeyboard } from "@/lib/browser/pageHeight";
import { whenIdle } from "@/lib/browser/whenIdle";
import { startI18n } from "@/lib/i18n/i18n";
import { loadAhead } from "@/lib/lazy/aheadModule";
import { session, sessionKnown } from "@/lib/session/session";
import "@/index.css";

/** Milliseconds that index.html's outline stays: most visits show the page directly after it. */
const A_MOMENT = 300;

// Not awaited: the conversation's chunk imports this file and would wait for it.
void begin();

async function begin() {
  followKeyboard();
  const answered = firstAnswers();
  await Promise.all([startI18n(), Promise.race([answered, moment()])]);
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  // As a transition React renders in slices, which keeps the page responsive.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
  await answered.catch(() => {});
  whenIdle(loadAhead);
}

async function firstAnswers() {
  await sessionKnown();
  const { user } = session.getState();
  if (!user) return;
  await loadRooms(queryClient);
  await Promise.allSettled([showEarlyHistory(user.id), earlyConversation]);
}

function moment() {
  return new Promise((resolve) => setTimeout(resolve, A_MOMENT));
}
