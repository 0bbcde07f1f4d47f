import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import type { Message } from "@/lib/protocol/types";

type Props = {
  /** The current state of the message. */
  message: Message;
  busy: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
};

/** Shows the current text above mine. The person chooses which of them stays. */
export function EditConflict({ message, busy, onKeepMine, onTakeTheirs }: Props) {
  const { t } = useTranslation("messages");
  const id = useId();
  const box = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a later state is another question
  useEffect(() => box.current?.focus(), [message.rev]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") onTakeTheirs();
  };
  return (
    <section
      ref={box}
      tabIndex={-1}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onKeyDown={onKeyDown}
      className="mb-2 rounded-xl border border-edge bg-raised p-3 text-sm"
    >
      <h2 id={`${id}-title`} className="font-semibold">
        {t(message.deleted_at ? "deleted" : "conflictTitle")}
      </h2>
      <p className="mt-1 text-muted">{t(message.deleted_at ? "conflictDeleted" : "conflictHint")}</p>
      {!message.deleted_at && (
        <blockquote
          id={`${id}-text`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keys
          tabIndex={0}
          className="wrap-anywhere mt-2 max-h-[25dvh] overflow-y-auto whitespace-pre-wrap rounded-lg border border-line bg-surface px-3 py-2"
        >
          {message.text}
        </blockquote>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        {!message.deleted_at && (
          <Button look="primary" busy={busy} onClick={onKeepMine}>
            {t("keepMine")}
          </Button>
        )}
        <Button onClick={onTakeTheirs}>{t(message.deleted_at ? "cancelEdit" : "takeTheirs")}</Button>
      </div>
    </section>
  );
}
