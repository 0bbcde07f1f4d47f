import clsx from "clsx";
import { SendHorizontal } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import type { AddFiles } from "@/entities/messages/attaching/attachingContext";
import { pastedFiles } from "@/entities/messages/attaching/transferredFiles";
import { isSendKey } from "@/lib/browser/enterKey";
import { useEnterMode } from "@/lib/browser/enterMode";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import { insertText } from "@/lib/browser/insertText";
import { isPressed, SHORTCUTS } from "@/lib/browser/shortcuts";
import type { RoomSummary } from "@/lib/protocol/types";
import { isBlank } from "@/lib/text/blank";
import { Completion } from "./Completion";
import { EditButtons } from "./EditButtons";
import { leftIn } from "./messageLength";
import type { ComposerTool } from "./tools";
import { useCompletion } from "./useCompletion";
import { isColonTyped, useEmojiNames } from "./useEmojiNames";
import { useTextarea } from "./useTextarea";

/** `add` is missing where the message takes no more files. `problem`: why it cannot be sent with them. */
type Files = { list: ReactNode; count: number; problem?: string | undefined; add?: AddFiles };

type Props = {
  room: RoomSummary;
  tools: readonly ComposerTool[];
  text: string;
  label: string;
  /** What an empty field says where the label has no room. */
  brief?: string;
  busy?: boolean;
  error?: string | undefined;
  /** The message that is answered, and its banner above the field. */
  answered?: number | undefined;
  line?: ReactNode;
  /** In the row of a message. Buttons below the field save or cancel. */
  isEdit?: boolean;
  /** The files of the message. */
  files?: Files | undefined;
  onChange: (text: string) => void;
  onSubmit: (text: string) => void;
  /** ↑ in an empty field. */
  onEditLast?: () => void;
  /** Escape, where there is something to cancel. */
  onCancel?: () => void;
};

export function Composer({
  room,
  tools,
  text,
  label,
  brief = label,
  busy = false,
  error,
  answered,
  line,
  isEdit = false,
  files = NO_FILES,
  ...on
}: Props) {
  const { t } = useTranslation("messages");
  const id = useId();
  const composition = useRef({ endedAt: 0 });
  const enterMode = useEnterMode();
  const field = useTextarea(text, isEdit ? "edit" : answered);
  const completion = useCompletion(field, room);
  const names = useEmojiNames(field);
  const left = leftIn(text);
  const isTooLong = left !== null && left < 0;
  const cannot = (isBlank(text) && files.count === 0) || busy || isTooLong || files.problem !== undefined;
  const problem = error ?? files.problem;

  const focusField = () => field.current?.focus();
  const insert = (chosen: string) => field.current && insertText(field.current, chosen);
  const submit = () => {
    if (!cannot) on.onSubmit(names.finish(text));
    focusField();
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = files.add ? pastedFiles(event.clipboardData) : [];
    if (pasted.length === 0) return;
    event.preventDefault();
    files.add?.(pasted);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const run = completion.take(event) ? undefined : handlerOf(event);
    if (!run) return;
    event.preventDefault();
    run();
  };
  const handlerOf = ({ nativeEvent }: KeyboardEvent) => {
    if (isSendKey(nativeEvent, composition.current, enterMode)) return submit;
    if (nativeEvent.key === "Escape" && !isOfInputMethod(nativeEvent)) return on.onCancel;
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
          kind={completion.kind}
          offers={completion.offers}
          active={completion.active}
          onChoose={completion.choose}
        />
        <div
          className={clsx(
            "-outline-offset-1 flex items-end border border-edge bg-surface outline-focus has-[textarea:focus-visible]:outline-2",
            // On a phone a text has the whole width, and the buttons stand below it.
            "group/field max-sm:focus-within:flex-wrap max-sm:has-data-[state=open]:flex-wrap",
            text !== "" && "max-sm:flex-wrap",
            files.list && "flex-wrap",
            line ? "rounded-b-xl" : "rounded-xl",
          )}
        >
          {files.list}
          {/* Below the files, beside which a field of no width would fit. */}
          <div className={clsx("relative min-w-0 flex-1 max-sm:basis-full", files.list && "basis-1/2")}>
            <textarea
              ref={field}
              value={text}
              rows={1}
              dir="auto"
              enterKeyHint={enterMode === "send" ? "send" : "enter"}
              aria-label={label}
              aria-describedby={`${id}-note`}
              aria-invalid={isTooLong}
              aria-autocomplete="list"
              aria-controls={`${id}-offers`}
              aria-activedescendant={completion.active && `${id}-offers-${completion.active.key}`}
              onChange={({ target, nativeEvent }) => {
                on.onChange(target.value);
                // Input methods move the caret without a select event.
                completion.look();
                if (isColonTyped(nativeEvent as InputEvent)) names.replace();
              }}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              onFocus={names.prepare}
              onSelect={completion.look}
              onBlur={completion.close}
              onCompositionEnd={(event) => {
                composition.current.endedAt = event.timeStamp;
                names.replace();
              }}
              className={clsx(
                "field-sizing-content block max-h-[calc(var(--page-height)*0.4)] min-h-10.5 w-full resize-none bg-transparent py-2 pr-2 pl-4 outline-none!",
                "text-base md:text-message pointer-coarse:min-h-12.5 pointer-coarse:py-3",
              )}
            />
            {text === "" && <Placeholder text={label} brief={brief} />}
          </div>
          <div className="ml-auto flex shrink-0 p-0.75">
            {tools.map(({ name, Tool, isSecondary }) => (
              <span
                key={name}
                className={clsx(
                  "flex",
                  isSecondary &&
                    text === "" &&
                    "max-sm:not-group-focus-within/field:not-group-has-data-[state=open]/field:hidden",
                )}
              >
                <Tool insert={insert} focus={focusField} />
              </span>
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
      </div>
      <p
        id={`${id}-note`}
        role="status"
        className={clsx("px-1 text-xs", problem || isTooLong ? "text-danger" : "text-muted")}
      >
        {problem ?? (left !== null && (isTooLong ? t("tooLong", { count: -left }) : t("left", { count: left })))}
      </p>
      {isEdit && <EditButtons busy={busy} disabled={cannot && !busy} onCancel={on.onCancel} />}
    </form>
  );
}

const NO_FILES: Files = { list: null, count: 0 };

/** One line for any room name, and a word where a panel is too narrow for it: a textarea would break its own placeholder, or cut a letter in half. */
function Placeholder({ text, brief }: { text: string; brief: string }) {
  return (
    <span
      aria-hidden="true"
      className="@container pointer-events-none absolute inset-0 flex items-center pr-2 pl-4 text-base text-muted md:text-message"
    >
      <span className="truncate max-sm:hidden @max-[12rem]:hidden">{text}</span>
      <span className="hidden truncate max-sm:inline @max-[12rem]:inline">{brief}</span>
    </span>
  );
}
