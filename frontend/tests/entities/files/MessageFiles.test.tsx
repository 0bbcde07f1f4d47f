import { act, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { rgbaToThumbHash } from "thumbhash";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { MessageFiles } from "@/entities/files/MessageFiles";
import { loadThumbhash } from "@/entities/files/usePlaceholder";
import { ViewerContext } from "@/entities/files/viewerContext";
import type { File } from "@/lib/protocol/types";
import { useConnection } from "@/realtime/connection/connectionState";
import { animation, file, picture, sound, video } from "../../helpers/files";

const renewed = vi.hoisted(() => vi.fn(() => Promise.resolve()));
vi.mock("@/entities/files/renewAccess", () => ({ renewAccess: renewed }));

beforeAll(async () => {
  const { default: en } = await import("@/locales/en");
  await i18next.use(initReactI18next).init({ lng: "en", resources: { en }, interpolation: { escapeValue: false } });
});

beforeEach(() => {
  renewed.mockClear();
});

const opened = vi.fn();
const show = (...files: File[]) =>
  render(
    <ViewerContext value={opened}>
      <MessageFiles files={files} tabIndex={0} />
    </ViewerContext>,
  );

async function fail() {
  await act(async () => {
    fireEvent.error(screen.getByRole("img"));
  });
}

it("gives a picture its size before it loads, its name, and two addresses", () => {
  show(picture({ id: "p", alt: "The kiln at night" }));
  const image = screen.getByRole("img", { name: "The kiln at night" });
  expect(image).toHaveAttribute("srcset", "/files/p/small 480w, /files/p/large 1600w");
  expect(image.closest("div")).toHaveStyle({ width: "360px", aspectRatio: "360 / 270" });
});

it("is called by its file where it has no alternative text", () => {
  show(picture({ alt: " " }));
  expect(screen.getByRole("button", { name: "kiln.jpg" })).toBeVisible();
});

it("opens in the viewer", () => {
  const one = picture();
  show(one);
  fireEvent.click(screen.getByRole("button"));
  expect(opened).toHaveBeenCalledWith(one);
});

it("is no button where nothing can open it", () => {
  render(<MessageFiles files={[picture({ url: "blob:1", thumbnail_url: "blob:1", preview_url: null })]} />);
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByRole("img")).toHaveAttribute("src", "blob:1");
});

it("is blurred until it is there", async () => {
  await loadThumbhash();
  const hash = btoa(String.fromCharCode(...rgbaToThumbHash(2, 2, new Uint8Array(16).fill(200))));
  show(picture({ thumbhash: hash }));
  const box = screen.getByRole("img").closest("div") as HTMLElement;
  await vi.waitFor(() => expect(box.style.backgroundImage).toMatch(/^url\("?data:image\/png/));
  fireEvent.load(screen.getByRole("img"));
  expect(box.style.backgroundImage).toBe("");
});

it("bears a thumbhash that is none", async () => {
  await loadThumbhash();
  show(picture({ thumbhash: "%%%" }));
  expect(screen.getByRole("img")).toBeVisible();
});

it("loads once more with a renewed session, then says so and offers to load again", async () => {
  show(picture());
  await fail();
  expect(renewed).toHaveBeenCalledOnce();
  await fail();
  expect(renewed).toHaveBeenCalledOnce();
  expect(screen.getByText("kiln.jpg did not load.")).toBeVisible();
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.getByRole("img")).toBeVisible();
});

it("loads again when the connection is back", async () => {
  useConnection.setState({ status: "closed" });
  show(picture());
  await fail();
  await fail();
  expect(screen.queryByRole("img")).toBeNull();
  act(() => useConnection.setState({ status: "open" }));
  expect(screen.getByRole("img")).toBeVisible();
});

it("says in a small picture of a grid that it did not load", async () => {
  show(picture({ name: "1.jpg" }), picture({ name: "2.jpg" }), picture({ name: "3.jpg" }));
  for (let load = 0; load < 2; load++) {
    await act(async () => {
      fireEvent.error(screen.getByRole("img", { name: "2.jpg" }));
    });
  }
  expect(screen.getByRole("button", { name: "2.jpg did not load. Try again" })).toBeVisible();
  expect(screen.getAllByRole("img").map((each) => each.getAttribute("alt"))).toEqual(["1.jpg", "3.jpg"]);
});

it("plays an animation at once, and stops it", () => {
  show(animation({ id: "a" }));
  expect(screen.getByRole("img")).toHaveAttribute("src", "/files/a/original");
  fireEvent.click(screen.getByRole("button", { name: "Stop the animation: wave.gif" }));
  expect(screen.getByRole("img", { hidden: true })).toHaveAttribute("src", "/files/a/small");
});

it.each([
  ["where motion is reduced", {}, true],
  ["where it is large", { size: 9_000_000 }, false],
])("shows an animation still until it is touched %s", (_, change, reduced) => {
  vi.spyOn(window, "matchMedia").mockImplementation(
    (media) => Object.assign(new EventTarget(), { media, matches: reduced }) as unknown as MediaQueryList,
  );
  show(animation({ id: "a", ...change }));
  expect(screen.getByRole("img")).toHaveAttribute("src", "/files/a/small");
  fireEvent.click(screen.getByRole("button", { name: "Play the animation: wave.gif" }));
  expect(screen.getByRole("img")).toHaveAttribute("src", "/files/a/original");
});

it("plays videos and sounds, whose length is known before anything else is loaded", () => {
  show(video({ id: "v" }), sound({ id: "s" }));
  const clip = screen.getByLabelText("clip.mp4");
  expect(clip).toHaveAttribute("src", "/files/v/original#t=0.001");
  expect(clip).toHaveAttribute("preload", "metadata");
  expect(clip).toHaveStyle({ aspectRatio: "360 / 203" });
  expect(screen.getByLabelText("note.mp3")).toHaveAttribute("controls");
});

it("offers what cannot be played for download", async () => {
  show(video({ id: "v" }));
  for (let load = 0; load < 2; load++) {
    await act(async () => {
      fireEvent.error(screen.getByLabelText("clip.mp4"));
    });
  }
  expect(screen.getByText(/cannot play/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Download clip.mp4" })).toBeVisible();
});

it.each(["application/pdf", "image/svg+xml", "text/html", "video/x-matroska"])("only saves %s", (type) => {
  show(file({ id: "f", type, name: "x.bin" }));
  expect(screen.queryByRole("img")).toBeNull();
  const link = screen.getByRole("link", { name: "Download x.bin" });
  expect(link).toHaveAttribute("href", "/files/f/original?download");
  expect(link).toHaveAttribute("download", "x.bin");
  expect(screen.getByText("2.4 MB")).toBeVisible();
});
