import { lazy, type ReactElement, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Popover } from "@/components/overlay/Popover";
import { rememberEmoji } from "./recentEmoji";

const EmojiPanel = lazy(() => import("./EmojiPanel"));

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
        <Suspense>
          <EmojiPanel
            onPick={(emoji) => {
              rememberEmoji(emoji);
              onPick(emoji);
              close();
            }}
          />
        </Suspense>
      )}
    </Popover>
  );
}
