import { Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { rememberEmoji } from "./recentEmoji";

const EmojiPanel = lazyComponent(
  lazyModule(() => import("./EmojiPanel")),
  ({ EmojiPanel }) => EmojiPanel,
);

type Props = {
  trigger: ReactNode;
  onPick: (emoji: string) => void;
  /** Moves focus after a choice. Without it focus returns to the trigger. */
  onDone?: () => void;
};

export function EmojiPopover({ trigger, onPick, onDone }: Props) {
  const { t } = useTranslation("emoji");
  const [open, setOpen] = useState(false);
  const pick = (emoji: string) => {
    rememberEmoji(emoji);
    onPick(emoji);
    setOpen(false);
  };
  const onCloseAutoFocus = (event: Event) => {
    if (!onDone) return;
    event.preventDefault();
    onDone();
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t("pick")}
          onCloseAutoFocus={onCloseAutoFocus}
          className="z-50 h-88 w-86 max-w-[calc(100vw-1rem)] animate-rise overflow-hidden rounded-xl border border-line bg-overlay shadow-float"
        >
          <EmojiPanel onPick={pick} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
