import clsx from "clsx";
import { Check, SendHorizontal, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/IconButton";
import { sends } from "@/lib/enter";
import { isPressed, SHORTCUTS } from "@/lib/shortcuts";
import { leftIn } from "./length";

type Props = {
  text: string;
  label: string;
  busy?: boolean;
  error?: string | undefined;
  onChange: (text: string) => void;
  onSubmit: () => void;
  /** ↑ in an empty field. */
  onEditLast?: () => void;
  /** Given while an old message is edited. */
  onCancel?: () => void;
};

export function Composer({ text, label, busy = false, error, onChange, onSubmit, onEditLast, onCancel }: Props) {
  const { t } = useTranslation("messages");
  const field = useRef<HTMLTextAreaElement>(null);
  const composition = useRef({ endedAt: 0 });
  const left = leftIn(text);
  const isEditing = onCancel !== undefined;
  const isTooLong = left !== null && left < 0;
  const cannot = text.trim() === "" || busy || isTooLong;
  useHeight(field, text);
  useFocusOnOpen(field, isEditing);

  const submit = () => {
    if (!cannot) onSubmit();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { key, shiftKey, keyCode, timeStamp, isComposing } = event.nativeEvent;
    if (sends({ key, shiftKey, keyCode, timeStamp, isComposing }, composition.current)) {
      event.preventDefault();
      submit();
    } else if (key === "Escape" && !isComposing && onCancel) {
      event.preventDefault();
      onCancel();
    } else if (isPressed(SHORTCUTS.writing.editLast, event.nativeEvent) && text === "" && onEditLast) {
      event.preventDefault();
      onEditLast();
    }
  };

  return (
    <form
      className="px-3 pb-3 md:px-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {onCancel && <EditingLine onCancel={onCancel} />}
      <div className="relative">
        <textarea
          ref={field}
          value={text}
          rows={1}
          enterKeyHint="send"
          aria-label={label}
          aria-describedby="composer-note"
          aria-invalid={isTooLong}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
          onCompositionEnd={(event) => {
            composition.current.endedAt = event.timeStamp;
          }}
          className={clsx(
            "block max-h-[40dvh] min-h-11 w-full resize-none border border-edge bg-surface py-2 pr-13 pl-4 outline-offset-[-1px]!",
            "text-base md:text-message pointer-coarse:min-h-13 pointer-coarse:py-3",
            isEditing ? "rounded-b-xl" : "rounded-xl",
          )}
        />
        {text === "" && <Placeholder text={label} />}
        <IconButton
          type="submit"
          label={isEditing ? t("saveEdit") : t("send")}
          icon={isEditing ? Check : SendHorizontal}
          disabled={cannot}
          className={clsx(
            "absolute right-1 bottom-1",
            !cannot && "bg-ember text-on-ember! hover:bg-ember! hover:brightness-110",
          )}
        />
      </div>
      <p
        id="composer-note"
        role="status"
        className={clsx("px-1 text-xs", error || isTooLong ? "text-danger" : "text-muted")}
      >
        {error ?? (left !== null && (isTooLong ? t("tooLong", { count: -left }) : t("left", { count: left })))}
      </p>
    </form>
  );
}

/** One line whatever the name of the room: a textarea breaks its own placeholder, or cuts it in the middle of a letter. */
function Placeholder({ text }: { text: string }) {
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 flex items-center border border-transparent pr-13 pl-4 text-base text-muted md:text-message"
    >
      <span className="truncate">{text}</span>
    </span>
  );
}

function EditingLine({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation("messages");
  return (
    <div className="flex items-center justify-between rounded-t-xl border border-edge border-b-0 bg-raised pl-4 text-muted text-sm">
      {t("editing")}
      <IconButton label={t("cancelEdit")} icon={X} onClick={onCancel} />
    </div>
  );
}

function useHeight(field: RefObject<HTMLTextAreaElement | null>, text: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }, [field, text]);
}

/** Not on touch: there the keyboard would cover what the person came to read. */
function useFocusOnOpen(field: RefObject<HTMLTextAreaElement | null>, isEditing: boolean) {
  useEffect(() => {
    if (isEditing || (matchMedia("(pointer: fine)").matches && !isElsewhere())) field.current?.focus();
  }, [field, isEditing]);
}

/** A room that took long to load finds the person in a menu, a dialog or another field. */
function isElsewhere() {
  const isOpen = document.querySelector("[role=menu], [role=dialog], [role=alertdialog]") !== null;
  return isOpen || document.activeElement?.matches("input, textarea, select") === true;
}
