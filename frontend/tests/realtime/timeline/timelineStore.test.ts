// @vitest-environment jsdom
import { beforeEach, expect, it } from "vitest";
import { finishLoad, startLoad } from "@/realtime/timeline/pageLoad";
import {
  changeTimeline,
  closeAllTimelines,
  leaveTimeline,
  openTimeline,
  timelineOf,
} from "@/realtime/timeline/timelineStore";
import type { Load } from "@/realtime/timeline/types";
import { ME, message, ROOM } from "../../helpers/fakeRoom";

const page = (seqs: number[], has_after: boolean) => ({
  messages: seqs.map((seq) => message(seq)),
  has_before: true,
  has_after,
});
const begin = (id: number, kind: Load["kind"]) => changeTimeline(ROOM, (each) => startLoad(each, id, kind));
const arrive = (id: number, seqs: number[], hasAfter: boolean) =>
  changeTimeline(ROOM, (each) => finishLoad(each, id, page(seqs, hasAfter)));
const shown = () => timelineOf(ROOM)?.loaded?.messages.map(({ seq }) => seq);

beforeEach(() => {
  closeAllTimelines();
  openTimeline(ROOM, ME, 90);
});

it("forgets a place in the past with the page before it that is on its way", () => {
  begin(1, "around");
  arrive(1, [20, 21, 22], true);
  begin(2, "before");
  leaveTimeline(ROOM);
  arrive(2, [17, 18, 19], true);
  expect(timelineOf(ROOM)).toMatchObject({ loaded: null, load: null });
});

it.each([null, [88, 89, 90]])("forgets a place that one did not wait for, after %j", (before) => {
  if (before) {
    begin(1, "newest");
    arrive(1, before, false);
  }
  begin(2, "around");
  leaveTimeline(ROOM);
  arrive(2, [20, 21, 22], true);
  expect(shown()).toEqual(undefined);
});

it("keeps the newest page, and one before it that is on its way", () => {
  begin(1, "newest");
  leaveTimeline(ROOM);
  arrive(1, [88, 89, 90], false);
  begin(2, "before");
  leaveTimeline(ROOM);
  arrive(2, [85, 86, 87], true);
  expect(shown()).toEqual([85, 86, 87, 88, 89, 90]);
});
