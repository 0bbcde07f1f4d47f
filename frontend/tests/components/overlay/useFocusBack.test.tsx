import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { BottomSheet } from "@/components/overlay/BottomSheet";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { ContextPanel } from "@/components/overlay/ContextPanel";
import { Dialog } from "@/components/overlay/Dialog";
import { Menu, MenuItem } from "@/components/overlay/Menu";
import { loadRadix } from "@/components/radix/useRadix";
import { SearchFrame } from "@/features/search/SearchFrame";
import { WIDE } from "@/lib/hooks/useMediaQuery";
import { startI18n } from "@/lib/i18n/i18n";

beforeAll(startI18n);
beforeAll(loadRadix);
beforeEach(() => {
  const media = (query: string) => Object.assign(new EventTarget(), { media: query, matches: query === WIDE });
  vi.stubGlobal("matchMedia", media);
});

type Props = { open: boolean; onClose: () => void; children: ReactNode };

const OVERLAYS: Record<string, (props: Props) => ReactNode> = {
  "a dialog": (props) => <Dialog title="Asked" {...props} />,
  "a question": (props) => <ConfirmDialog title="Asked" text="" action="Do it" onConfirm={() => {}} {...props} />,
  "a sheet beside": (props) => <ContextPanel title="Asked" {...props} />,
  "a sheet from below": ({ open, ...props }) => open && <BottomSheet title="Asked" {...props} />,
  "the search over a room": ({ open, ...props }) => open && <SearchFrame field={null} isHeld={false} {...props} />,
};

function Page({ overlay: Overlay }: { overlay: (props: Props) => ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const [isThere, setThere] = useState(true);
  const opener = (
    <button type="button" onClick={() => setOpen(true)}>
      open
    </button>
  );
  return (
    <TooltipProvider>
      <article tabIndex={-1}>
        {isThere && opener}
        <Menu trigger={<button type="button">more</button>}>
          <MenuItem onSelect={() => setOpen(true)}>from the menu</MenuItem>
        </Menu>
      </article>
      <Overlay open={isOpen} onClose={() => setOpen(false)}>
        <button type="button" onClick={() => setThere(false)}>
          remove
        </button>
      </Overlay>
    </TooltipProvider>
  );
}

it.each(Object.entries(OVERLAYS))("%s gives focus back to what opened it", async (_, overlay) => {
  const person = userEvent.setup();
  render(<Page overlay={overlay} />);
  await person.click(screen.getByRole("button", { name: "open" }));
  await screen.findByRole("button", { name: "remove" });
  await person.keyboard("{Escape}");
  await vi.waitFor(() => expect(screen.getByRole("button", { name: "open" })).toHaveFocus());

  await person.click(screen.getByRole("button", { name: "more" }));
  await person.click(screen.getByRole("menuitem", { name: "from the menu" }));
  await screen.findByRole("button", { name: "remove" });
  await person.keyboard("{Escape}");
  await vi.waitFor(() => expect(screen.getByRole("button", { name: "more" })).toHaveFocus());

  await person.click(screen.getByRole("button", { name: "open" }));
  await person.click(await screen.findByRole("button", { name: "remove" }));
  await person.keyboard("{Escape}");
  await vi.waitFor(() => expect(screen.getByRole("article")).toHaveFocus());
});
