// @vitest-environment jsdom
import { expect, it } from "vitest";
import { hanako, openBrowser, openTab } from "../../helpers/browser";

it("does not take an answer that news have overtaken", async () => {
  const site = openBrowser();
  const tab = await openTab();
  await tab.startSession();
  const { askWhoIAm } = await import("@/features/settings/queries");
  const news = { ...hanako, status: { emoji: "", text: "At the kettle" } };
  let known = hanako;
  site.answers["GET /api/me/"] = () => {
    const answer = Response.json(known);
    if (known === hanako) tab.updateMe(news);
    known = news;
    return answer;
  };
  await askWhoIAm(new AbortController().signal);
  expect(tab.state().user).toEqual(news);
  expect(site.requests.filter((call) => call === "GET /api/me/")).toHaveLength(2);
});
