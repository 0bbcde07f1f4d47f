import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { SnoozeSetting } from "@/entities/notifications/SnoozeSetting";
import { dateTimeValue } from "@/lib/i18n/dates";
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
      <SnoozeSetting room={{ id: ROOM, muted: true }} />
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

it("says nothing of a snooze whose room is not muted any more", async () => {
  const site = openBrowser();
  await startI18n();
  await addTexts("inbox");
  await startSession();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  site.answers["GET /api/me/notifications/"] = () => Response.json({ snoozed: [{ room: ROOM, until }] });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SnoozeSetting room={{ id: ROOM, muted: false }} />
    </QueryClientProvider>,
  );
  expect(await screen.findByRole("button", { name: "8 hours" })).toBeVisible();
  expect(screen.queryByText(/^Muted until/)).toBeNull();
});

it("takes a time of one's own, and none that is over or too far away", async () => {
  const site = openBrowser();
  await startI18n();
  await addTexts("inbox");
  await startSession();
  site.answers["GET /api/me/notifications/"] = () => Response.json({ snoozed: [] });
  site.answers[`PUT /api/rooms/${ROOM}/snooze/`] = () => Response.json({ room: ROOM, until: "" });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SnoozeSetting room={{ id: ROOM, muted: false }} />
    </QueryClientProvider>,
  );
  fireEvent.click(await screen.findByRole("button", { name: "Another time", expanded: false }));
  const [field, set] = [screen.getByLabelText("Until"), screen.getByRole("button", { name: "Set" })];
  const year = new Date().getFullYear();
  for (const value of ["", "2020-01-01T09:00", `${year + 2}-01-01T09:00`]) {
    fireEvent.change(field, { target: { value } });
    expect(set).toHaveAttribute("aria-disabled", "true");
  }
  const tomorrow = dateTimeValue(new Date(Date.now() + 86_400_000));
  fireEvent.change(field, { target: { value: tomorrow } });
  fireEvent.keyDown(field, { key: "Enter" });
  await expect.poll(() => site.bodies).toContainEqual({ until: new Date(tomorrow).toISOString() });
});
