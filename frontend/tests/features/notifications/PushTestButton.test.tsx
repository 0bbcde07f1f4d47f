import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PushTestButton } from "@/features/notifications/PushTestButton";
import { addTexts, startI18n } from "@/lib/i18n/i18n";
import { startSession } from "@/lib/session/session";
import { openBrowser, type Site } from "../../helpers/browser";
import { aDevice, type Device } from "./device";

const PATH = "POST /api/push/subscriptions/31/test/";

let site: Site;
let device: Device;

beforeEach(async () => {
  site = openBrowser();
  device = aDevice();
  await startI18n();
  await addTexts("settings");
  await startSession();
  render(<PushTestButton id={31} />);
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 100 });
});

afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

const test = () => fireEvent.click(screen.getByRole("button", { name: "Send a test" }));

const arrive = () => {
  const message = new MessageEvent("message", { data: { type: "irori.push.test" } });
  act(() => void device.serviceWorker.dispatchEvent(message));
};

const answerAfter = (wait: number) => async () => {
  await new Promise((resolve) => setTimeout(resolve, wait));
  return Response.json({ sent: true, links: [] });
};

it("waits for the push from when the site has sent it", async () => {
  site.answers[PATH] = answerAfter(14_000);
  test();
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  arrive();
  expect(await screen.findByText(/^It works/)).toBeVisible();
});

it("hears of a push that is faster than the answer", async () => {
  site.answers[PATH] = answerAfter(5_000);
  test();
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  arrive();
  expect(await screen.findByText(/^It works/)).toBeVisible();
});

it("says that the device has not shown it", async () => {
  site.answers[PATH] = answerAfter(0);
  test();
  await act(() => vi.advanceTimersByTimeAsync(16_000));
  expect(await screen.findByText(/this device has not shown it/)).toBeVisible();
});

it.each([
  ["key", "sealed", null, /cannot open the key/],
  ["endpoint", "not_public", null, /must be a public one/],
  ["endpoint", "late", null, /cannot reach/],
  ["service", "gone", 410, /does not know this device/],
  ["service", "busy", 429, /is busy \(HTTP 429\)/],
  ["service", "refused", 403, /refused the test \(HTTP 403\)/],
])("says which link is broken: %s, %s", async (link, why, status, text) => {
  const links = [{ link, why, status, wait: null }];
  site.answers[PATH] = () => Response.json({ sent: false, links });
  test();
  expect(await screen.findByText(text)).toBeVisible();
});
