import { type KeyboardEvent, useContext, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { EditedFiles } from "@/entities/messages/attaching/lazy";
import { Composer } from "@/entities/messages/writing/Composer";
import { useMyMute } from "@/entities/moderation/mutes";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import { ApiError } from "@/lib/http/request";
import { errorText } from "@/lib/i18n/errorText";
import { EditConflict } from "./EditConflict";
import { EditorContext } from "./editorContext";
import { MutedEdit } from "./MutedEdit";
import type { Editing } from "./useEditing";
import { useFocusBack } from "./useFocusBack";

/** The field in the row of the message that is edited. */
export function MessageEditor() {
  const { t } = useTranslation("messages");
  const box = useRef<HTMLDivElement>(null);
  const props = useContext(EditorContext);
  const starts = props?.editing.starts;
  useFocusBack(box, props?.editing.way ?? "composer");
  // biome-ignore lint/correctness/useExhaustiveDependencies: each start brings the focus here
  useEffect(() => {
    box.current?.querySelector("textarea")?.focus();
    box.current?.scrollIntoView({ block: "nearest" });
  }, [starts]);
  const muted = useMyMute(props?.room.id ?? 0);
  if (!props) return null;
  const { room, tools, editing } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || isOfInputMethod(event.nativeEvent)) return;
    event.preventDefault();
    editing.cancel();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape cancels from each of the controls inside
    <div ref={box} onKeyDown={onKeyDown} className="max-w-180 scroll-my-2 py-1">
      {editing.conflict && (
        <EditConflict
          message={editing.conflict}
          busy={editing.saving.isPending}
          onKeepMine={() => editing.save()}
          onTakeTheirs={editing.cancel}
        />
      )}
      {muted ? (
        <MutedEdit text={editing.text} muted={muted} onCancel={editing.cancel} />
      ) : (
        <Composer
          room={room}
          tools={tools}
          text={editing.text}
          label={t("editLabel")}
          isEdit
          files={filesOf(editing)}
          busy={editing.saving.isPending}
          error={editing.saving.error ? errorText(editing.saving.error) : undefined}
          onChange={editing.setText}
          onSubmit={() => editing.save()}
          onCancel={editing.cancel}
        />
      )}
      {!muted && isWarning(editing.saving.error) && (
        <Button className="mt-2" busy={editing.saving.isPending} onClick={() => editing.save(true)}>
          {t("saveAnyway")}
        </Button>
      )}
    </div>
  );
}

const isWarning = (error: unknown) => error instanceof ApiError && error.code === "warned_by_rule";

/** `count` is of those that stay: a message without any needs a text. */
function filesOf({ message, takenAway, toggleFile }: Editing) {
  const files = message?.files ?? [];
  if (files.length === 0) return undefined;
  const list = <EditedFiles files={files} takenAway={takenAway} onToggle={toggleFile} />;
  return { list, count: files.length - takenAway.size };
}
