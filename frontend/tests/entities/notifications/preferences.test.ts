// @vitest-environment jsdom
import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { recentPreferences } from "@/entities/notifications/preferences";
import { startSession } from "@/lib/session/session";
import { openBrowser, refusal } from "../../helpers/browser";

const PATH = "GET /api/me/notifications/";

it("asks once for a while, also where the server refuses", async () => {
  const site = openBrowser();
  await startSession();
  const asked = () => site.requests.filter((each) => each === PATH).length;
  const client = new QueryClient();
  site.answers[PATH] = () => refusal(500, "server_error");
  await expect(recentPreferences(client, 60_000)).rejects.toThrow();
  expect(await recentPreferences(client, 60_000)).toBeUndefined();
  expect(asked()).toBe(1);
  site.answers[PATH] = () => Response.json({ level: "mentions" });
  expect(await recentPreferences(client, 0)).toEqual({ level: "mentions" });
  expect(await recentPreferences(client, 60_000)).toEqual({ level: "mentions" });
  expect(asked()).toBe(2);
});
