import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { SnoozeSetting } from "@/features/notification-preferences/SnoozeSetting";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import { startSession } from "@/lib/session/session";
import { openBrowser } from "../../helpers/browser";

const ROOM = 12;

afterEach(cleanup);

it("mutes a room for a while, and ends that", async () => {
  const site = openBrowser();
  await startI18n();
  await addTexts("inbox");
  await startSession();
  let until: string | null = null;
  const snoozed = () => (until ? [{ room: ROOM, until }] : []);
  site.answers["GET /api/me/notifications/"] = () => Response.json({ snoozed: snoozed() });
  site.answers[`PUT /api/rooms/${ROOM}/snooze/`] = () => {
    until = (site.bodies.at(-1) as { until: string }).until;
    return Response.json({ room: ROOM, until });
  };
  site.answers[`DELETE /api/rooms/${ROOM}/snooze/`] = () => {
    until = null;
    return new Response(null, { status: 204 });
  };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SnoozeSetting room={ROOM} />
    </QueryClientProvider>,
  );
  fireEvent.click(await screen.findByRole("button", { name: "8 hours" }));
  expect(await screen.findByText(/^Muted until/)).toBeVisible();
  const ahead = Date.parse(until ?? "") - Date.now();
  expect(Math.abs(ahead - 8 * 3_600_000)).toBeLessThan(60_000);
  fireEvent.click(screen.getByRole("button", { name: "Unmute" }));
  expect(await screen.findByRole("button", { name: "8 hours" })).toBeVisible();
  expect(until).toBeNull();
});
