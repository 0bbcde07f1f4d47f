import { createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { loadRadix } from "@/components/radix/useRadix";
import { AttachingContext } from "@/entities/messages/attaching/attachingContext";
import { AttachTool } from "@/features/attachments/AttachTool";
import { DropZone } from "@/features/attachments/DropZone";
import { startI18n } from "@/lib/i18n/i18n";
import type { RoomSummary } from "@/lib/protocol/types";

const add = vi.hoisted(() => vi.fn(() => 0));
vi.mock("@/realtime/currentClient", () => ({ realtime: () => ({ uploads: { add } }) }));
vi.mock("@/realtime/uploads/uploadLimits", () => ({ uploadLimits: vi.fn() }));

const room = { id: 12, kind: "private", name: "Hearth", role: "member", posting: "everybody" } as RoomSummary;
const photo = new File(["x"], "kiln.jpg", { type: "image/jpeg" });
const INVITATION = "Drop here to add to your message";

beforeAll(async () => {
  await Promise.all([startI18n(), loadRadix()]);
});
beforeEach(() => void add.mockReset().mockReturnValue(0));

describe("the room", () => {
  const show = (change: Partial<RoomSummary> = {}) =>
    render(
      <DropZone room={{ ...room, ...change }} data-testid="room">
        <form>
          <textarea aria-label="Message" />
        </form>
      </DropZone>,
    );
  const carried = (types: string[], files: File[] = [], isDirectory = false) => ({
    dataTransfer: {
      types,
      items: files.map((file) => ({
        kind: "file",
        getAsFile: () => file,
        webkitGetAsEntry: () => ({ isDirectory }),
      })),
    },
  });

  it("invites to drop what is dragged over it, and takes it", () => {
    show();
    fireEvent.dragEnter(screen.getByTestId("room"), carried(["Files"]));
    expect(screen.getByText(INVITATION)).toBeVisible();
    fireEvent.drop(screen.getByTestId("room"), carried(["Files"], [photo]));
    expect(add).toHaveBeenCalledWith({ room: 12, thread: null }, [photo], undefined);
    expect(screen.queryByText(INVITATION)).toBeNull();
    expect(screen.getByRole("textbox")).toHaveFocus();
  });

  it("invites no more when it is left, and still while the pointer is above a part of it", () => {
    show();
    const zone = screen.getByTestId("room");
    fireEvent.dragEnter(zone, carried(["Files"]));
    const leaveFor = (relatedTarget: Element) =>
      fireEvent(zone, Object.defineProperty(createEvent.dragLeave(zone), "relatedTarget", { value: relatedTarget }));
    leaveFor(screen.getByRole("textbox"));
    expect(screen.getByText(INVITATION)).toBeVisible();
    leaveFor(document.body);
    expect(screen.queryByText(INVITATION)).toBeNull();
  });

  it("takes no folders", () => {
    show();
    fireEvent.dragEnter(screen.getByTestId("room"), carried(["Files"]));
    fireEvent.drop(screen.getByTestId("room"), carried(["Files"], [photo], true));
    expect(add).toHaveBeenCalledWith({ room: 12, thread: null }, [], undefined);
  });

  it.each([
    ["text", room, ["text/plain"]],
    ["files where nobody writes", { ...room, archived_at: "2026-11-20T08:00:00Z" }, ["Files"]],
  ])("invites to drop no %s", (_, where, types) => {
    show(where);
    fireEvent.dragEnter(screen.getByTestId("room"), carried(types));
    expect(screen.queryByText(INVITATION)).toBeNull();
  });

  it("keeps the page where a file misses the room", () => {
    show();
    expect(fireEvent.drop(document.body, carried(["Files"], [photo]))).toBe(false);
    expect(add).not.toHaveBeenCalled();
  });

  it("takes a picture that is pasted beside every field", () => {
    show();
    const clipboardData = { types: ["Files"], files: [photo] };
    fireEvent.paste(screen.getByRole("textbox"), { clipboardData });
    expect(add).not.toHaveBeenCalled();
    fireEvent.paste(document.body, { clipboardData });
    expect(add).toHaveBeenCalledWith({ room: 12, thread: null }, [photo], undefined);
  });
});

describe("the button", () => {
  async function choose(entry: string, isTouch: boolean) {
    vi.spyOn(window, "matchMedia").mockImplementation(
      (media) => Object.assign(new EventTarget(), { media, matches: isTouch }) as unknown as MediaQueryList,
    );
    const take = vi.fn();
    const { container } = render(
      <TooltipProvider>
        <AttachingContext value={take}>
          <AttachTool insert={() => {}} focus={() => {}} />
        </AttachingContext>
      </TooltipProvider>,
    );
    const person = userEvent.setup();
    await person.click(screen.getByRole("button", { name: "Add files" }));
    return { take, person, found: screen.queryByRole("menuitem", { name: entry }), container };
  }

  it("offers the camera of a phone, which takes one photo", async () => {
    const { found, container, take } = await choose("Take a photo", true);
    expect(found).toBeVisible();
    const input = container.querySelector("[data-chooser=camera]") as HTMLInputElement;
    expect(input).toHaveAttribute("capture", "environment");
    expect(input.multiple).toBe(false);
    fireEvent.change(input, { target: { files: [photo] } });
    expect(take).toHaveBeenCalledWith([photo], undefined);
  });

  it("offers no camera beside a mouse", async () => {
    expect((await choose("Take a photo", false)).found).toBeNull();
  });

  it("sends as a file what was chosen as one", async () => {
    const { container, take } = await choose("File", false);
    fireEvent.change(container.querySelector("[data-chooser=file]") as HTMLInputElement, {
      target: { files: [photo] },
    });
    expect(take).toHaveBeenCalledWith([photo], "file");
  });
});
