import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { Popover } from "@/components/overlay/Popover";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { rememberEmoji } from "./recentEmoji";

const EmojiPanel = lazyComponent(
  lazyModule(() => import("./EmojiPanel")),
  ({ EmojiPanel }) => EmojiPanel,
);

type Props = {
  trigger: ReactElement<object>;
  onPick: (emoji: string) => void;
  /** Moves focus after a choice. Without it focus returns to the trigger. */
  onDone?: () => void;
};

export function EmojiPopover({ trigger, onPick, onDone }: Props) {
  const { t } = useTranslation("emoji");
  const onCloseAutoFocus = (event: Event) => {
    if (!onDone) return;
    event.preventDefault();
    onDone();
  };
  return (
    <Popover
      trigger={trigger}
      side="top"
      align="end"
      aria-label={t("pick")}
      onCloseAutoFocus={onCloseAutoFocus}
      className="h-88 w-86 max-w-[calc(100vw-1rem)] overflow-hidden"
    >
      {(close) => (
        <EmojiPanel
          onPick={(emoji) => {
            rememberEmoji(emoji);
            onPick(emoji);
            close();
          }}
        />
      )}
    </Popover>
  );
}
