import { expect, it } from "vitest";
import { BELOW, BOX, CARD, GAP, groupsOf, heightOf, pictureBox, videoBox } from "@/entities/files/layout";
import { file, picture, sound, video } from "../../helpers/files";

it.each([
  [4000, 3000, 360, 270],
  [3000, 4000, 240, 320],
  [200, 100, 200, 100],
  [16, 16, 44, 44],
  [5000, 50, 360, 44],
])("gives a picture of %i × %i pixels a box", (width, height, boxWidth, boxHeight) => {
  expect(pictureBox({ width, height })).toEqual({ width: boxWidth, height: boxHeight });
});

it("gives a video without known pixels a box, and a narrow one room for its controls", () => {
  expect(videoBox({ width: null, height: null })).toEqual({ width: 360, height: 203 });
  expect(videoBox({ width: 1080, height: 1920 })).toEqual({ width: 240, height: 320 });
});

it("takes the height of a single picture, also in a narrow column", () => {
  expect(heightOf([picture()], 800)).toBe(270 + GAP + BELOW);
  expect(heightOf([picture()], 180)).toBe(135 + GAP + BELOW);
});

it("takes the height of a grid", () => {
  const four = Array.from({ length: 4 }, () => picture());
  expect(heightOf(four, 800)).toBe(2 * ((BOX.width - GAP) / 2) + GAP + GAP + BELOW);
  const ten = Array.from({ length: 10 }, () => picture());
  expect(heightOf(ten, 800)).toBeCloseTo(4 * ((BOX.width - 2 * GAP) / 3) + 3 * GAP + GAP + BELOW);
});

it("adds what is played, and cards", () => {
  expect(heightOf([file(), file()], 800)).toBe(2 * (CARD + GAP) + BELOW);
  expect(heightOf([], 800)).toBe(0);
});

it("keeps the author's order, and shows no picture without pixels", () => {
  const [one, two] = [picture({ name: "1" }), picture({ name: "2" })];
  const svg = file({ type: "image/svg+xml" });
  const heic = picture({ type: "image/heic", thumbnail_url: null, preview_url: null });
  const groups = groupsOf([two, sound(), one, svg, heic, video(), file({ type: "video/x-matroska" })]);
  expect(groups.pictures).toEqual([two, one]);
  expect(groups.players.map(({ type }) => type)).toEqual(["audio/mpeg", "video/mp4"]);
  expect(groups.others.map(({ type }) => type)).toEqual(["image/svg+xml", "image/heic", "video/x-matroska"]);
});
