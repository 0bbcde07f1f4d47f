import clsx from "clsx";
import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { isSendKey } from "@/lib/browser/enterKey";
import { insertText } from "@/lib/browser/insertText";
import { isPressed, SHORTCUTS } from "@/lib/browser/shortcuts";
import type { RoomSummary } from "@/lib/protocol/types";
import { Completion } from "./Completion";
import { EditButtons } from "./EditButtons";
import { leftIn } from "./messageLength";
import type { ComposerTool } from "./tools";
import { useCompletion } from "./useCompletion";
import { useTextarea } from "./useTextarea";

type Props = {
  room: RoomSummary;
  tools: readonly ComposerTool[];
  text: string;
  label: string;
  busy?: boolean;
  error?: string | undefined;
  /** Banner above the field: the message that is answered. */
  line?: ReactNode;
  /** In the row of a message. Buttons below the field save or cancel. */
  isEdit?: boolean;
  onChange: (text: string) => void;
  onSubmit: () => void;
  /** ↑ in an empty field. */
  onEditLast?: () => void;
  /** Escape, where there is something to cancel. */
  onCancel?: () => void;
};

export function Composer({ room, tools, text, label, busy = false, error, line, isEdit = false, ...on }: Props) {
  const { t } = useTranslation("messages");
  const id = useId();
  const composition = useRef({ endedAt: 0 });
  const field = useTextarea(text, isEdit || Boolean(line));
  const completion = useCompletion(field, room);
  const left = leftIn(text);
  const isTooLong = left !== null && left < 0;
  const cannot = text.trim() === "" || busy || isTooLong;

  const focusField = () => field.current?.focus();
  const insert = (chosen: string) => field.current && insertText(field.current, chosen);
  const submit = () => {
    if (!cannot) on.onSubmit();
    focusField();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const run = completion.take(event) ? undefined : handlerOf(event);
    if (!run) return;
    event.preventDefault();
    run();
  };
  const handlerOf = ({ nativeEvent }: KeyboardEvent) => {
    const { key, shiftKey, keyCode, timeStamp, isComposing } = nativeEvent;
    if (isSendKey({ key, shiftKey, keyCode, timeStamp, isComposing }, composition.current)) return submit;
    if (key === "Escape" && !isComposing) return on.onCancel;
    if (text === "" && isPressed(SHORTCUTS.writing.editLast, nativeEvent)) return on.onEditLast;
  };

  return (
    <form
      className={clsx(!isEdit && "px-3 pb-3 md:px-5")}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {line}
      <div className="relative">
        <Completion
          id={`${id}-offers`}
          offers={completion.offers}
          active={completion.active}
          onChoose={completion.choose}
        />
        <textarea
          ref={field}
          value={text}
          rows={1}
          enterKeyHint="send"
          aria-label={label}
          aria-describedby={`${id}-note`}
          aria-invalid={isTooLong}
          aria-autocomplete="list"
          aria-controls={`${id}-offers`}
          aria-activedescendant={completion.active && `${id}-offers-${completion.active.key}`}
          onChange={(event) => on.onChange(event.target.value)}
          onKeyDown={onKeyDown}
          onSelect={completion.look}
          onBlur={completion.close}
          onCompositionEnd={(event) => {
            composition.current.endedAt = event.timeStamp;
          }}
          className={clsx(
            "block max-h-[40dvh] min-h-11 w-full resize-none border border-edge bg-surface py-2 pr-22 pl-4 outline-offset-[-1px]!",
            "text-base md:text-message pointer-coarse:min-h-13 pointer-coarse:py-3 pointer-coarse:pr-26",
            line ? "rounded-b-xl" : "rounded-xl",
          )}
        />
        {text === "" && <Placeholder text={label} />}
        <div className="absolute right-1 bottom-1 flex">
          {tools.map(({ name, Tool }) => (
            <Tool key={name} insert={insert} focus={focusField} />
          ))}
          {!isEdit && (
            <IconButton
              type="submit"
              label={t("send")}
              icon={SendHorizontal}
              disabled={cannot}
              className={clsx(!cannot && "bg-ember text-on-ember! hover:bg-ember! hover:brightness-110")}
            />
          )}
        </div>
      </div>
      <p
        id={`${id}-note`}
        role="status"
        className={clsx("px-1 text-xs", error || isTooLong ? "text-danger" : "text-muted")}
      >
        {error ?? (left !== null && (isTooLong ? t("tooLong", { count: -left }) : t("left", { count: left })))}
      </p>
      {isEdit && <EditButtons busy={busy} disabled={cannot && !busy} onCancel={on.onCancel} />}
    </form>
  );
}

/** One line for any room name: a textarea would break its own placeholder, or cut a letter in half. */
function Placeholder({ text }: { text: string }) {
  return (
    <span
      aria-hidden="true"
      className="pointer-events-none absolute inset-0 flex items-center border border-transparent pr-22 pl-4 text-base text-muted md:text-message"
    >
      <span className="truncate">{text}</span>
    </span>
  );
}
