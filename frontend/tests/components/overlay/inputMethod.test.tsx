import { fireEvent, render, screen } from "@testing-library/react";
import { type ReactNode, useState } from "react";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { BottomSheet } from "@/components/overlay/BottomSheet";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { ContextPanel } from "@/components/overlay/ContextPanel";
import { Dialog } from "@/components/overlay/Dialog";
import { PopoverAt } from "@/components/overlay/Popover";
import { loadRadix } from "@/components/radix/useRadix";
import { Picker } from "@/entities/rooms/picker/Picker";
import { startI18n } from "@/lib/i18n/i18n";

beforeAll(startI18n);
beforeAll(loadRadix);

let isWide = true;
beforeEach(() => {
  const media = (query: string) => Object.assign(new EventTarget(), { media: query, matches: isWide });
  vi.stubGlobal("matchMedia", media);
  vi.stubGlobal("ResizeObserver", Unsized);
});
// jsdom lays nothing out.
class Unsized {
  observe() {}
  unobserve() {}
  disconnect() {}
}

const titled = { open: true, title: "Members" };
const asking = { ...titled, text: "", action: "Do it", onConfirm: () => {} };
const NOTHING = { results: [], isSearching: false, error: null };

type Opened = { onClose: () => void; children: ReactNode };

const OVERLAYS: Record<string, (props: Opened) => ReactNode> = {
  "a dialog": (props) => <Dialog {...titled} {...props} />,
  "a question": (props) => <ConfirmDialog {...asking} {...props} />,
  "a panel": (props) => <ContextPanel {...titled} {...props} />,
  "a sheet from below": (props) => <BottomSheet {...titled} {...props} />,
  "a popover": (props) => <PopoverAt button={document.body} aria-label="Emoji" {...props} />,
  "a picker": ({ onClose }) => <Picker title="Rooms" useResults={() => NOTHING} onRoom={() => {}} onClose={onClose} />,
};

function Page({ overlay }: { overlay: (props: Opened) => ReactNode }) {
  const [isOpen, setOpen] = useState(true);
  const children = <textarea aria-label="written" />;
  return <TooltipProvider>{isOpen && overlay({ onClose: () => setOpen(false), children })}</TooltipProvider>;
}

const field = () => screen.queryByRole("textbox") ?? screen.queryByRole("combobox");

describe.each([
  ["beside the page", true],
  ["over the page", false],
])("%s", (_, wide) => {
  it.each(Object.entries(OVERLAYS))("Escape of an input method closes nothing: %s", async (_, overlay) => {
    isWide = wide;
    render(<Page overlay={overlay} />);
    await vi.waitFor(() => expect(field()).not.toBeNull());
    const written = field() as HTMLElement;
    written.focus();
    fireEvent.keyDown(written, { key: "Escape", isComposing: true, keyCode: 229 });
    // Safari, after the composition has ended.
    fireEvent.keyDown(written, { key: "Escape", keyCode: 229 });
    expect(written).toBeInTheDocument();
    fireEvent.keyDown(written, { key: "Escape", keyCode: 27 });
    expect(written).not.toBeInTheDocument();
  });
});
