// @vitest-environment jsdom
import { beforeAll, expect, it } from "vitest";
import { fileWords, messageWords, spokenWords } from "@/entities/messages/messageWords";
import { kindOf } from "@/lib/files/fileKind";
import { changeLanguage, startI18n } from "@/lib/i18n/i18n";

beforeAll(startI18n);

const file = (type: string, width: number | null = null, name = "kettle.pdf") => ({ name, type, width });
const PHOTO = file("image/webp", 640);
const VIDEO = file("video/mp4", 1920);
const AUDIO = file("audio/mpeg");
const DRAWING = file("image/svg+xml");
const PAPER = file("application/pdf");

it.each([
  ["nothing", [], "", ""],
  ["a picture", [PHOTO], "Photo", "写真"],
  ["pictures", [PHOTO, PHOTO, PHOTO], "3 photos", "写真3枚"],
  ["a video", [VIDEO], "Video", "動画"],
  ["videos", [VIDEO, VIDEO], "2 videos", "動画2本"],
  ["a sound", [AUDIO], "Audio", "音声"],
  ["sounds", [AUDIO, AUDIO], "2 audio files", "音声2件"],
  ["another file", [PAPER], "kettle.pdf", "kettle.pdf"],
  ["an image that is not shown", [DRAWING], "kettle.pdf", "kettle.pdf"],
  ["other files", [PAPER, DRAWING], "2 files", "ファイル2件"],
  ["different kinds", [PHOTO, VIDEO], "2 files", "ファイル2件"],
])("%s", async (_, files, english, japanese) => {
  expect(fileWords(files)).toBe(english);
  await changeLanguage("ja");
  expect(fileWords(files)).toBe(japanese);
  await changeLanguage("en");
});

it("says of a message its text, or else its files, or that it was deleted", () => {
  const said = { text: "", deleted_at: null, files: [PHOTO] };
  expect(messageWords({ ...said, text: "**Tea** is\nready" })).toBe("Tea is ready");
  expect(messageWords({ ...said, text: "***" })).toBe("***");
  expect(messageWords({ ...said, text: "+1 for snake_case" })).toBe("+1 for snake_case");
  expect(messageWords(said)).toBe("Photo");
  expect(messageWords({ ...said, deleted_at: "2026-11-26T12:00:00Z", files: [] })).toBe("This message was deleted");
  expect(messageWords({ text: "", deleted_at: null })).toBe("");
});

it("speaks the text and the files", () => {
  expect(spokenWords({ text: "Look", files: [] })).toBe("Look");
  expect(spokenWords({ text: "**Look** at `tea`\n\n+1", files: [] })).toBe("Look at tea\n\n+1");
  expect(spokenWords({ text: "***", files: [] })).toBe("***");
  const file = { ...PHOTO, id: "1", kind: "photo", size: 1, height: 480, alt: "", thumbhash: null };
  const shown = { ...file, is_animated: false, url: "", thumbnail_url: null, preview_url: null };
  expect(spokenWords({ text: "Look", files: [shown] })).toBe("Look\nPhoto");
  expect(spokenWords({ text: "", files: [shown, shown] })).toBe("2 photos");
});

it("calls a picture only what has pixels", () => {
  expect([PHOTO, VIDEO, AUDIO, DRAWING, PAPER].map(kindOf)).toEqual(["picture", "video", "audio", "other", "other"]);
});
