import { type ReactNode, useMemo } from "react";
import { EditedContext } from "@/entities/messages/editedContext";
import { EditorContext, type EditorProps } from "./editorContext";
import { MessageEditor } from "./MessageEditor";

/** Shows the editor in the row of the message that is edited. The draft of the composer stays as it is. */
export function EditInPlace({ children, ...props }: EditorProps & { children: ReactNode }) {
  const id = props.editing.message?.id ?? null;
  const edited = useMemo(() => (id === null ? null : { id, Editor: MessageEditor }), [id]);
  return (
    <EditorContext value={props}>
      <EditedContext value={edited}>{children}</EditedContext>
    </EditorContext>
  );
}
