import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { mayEdit } from "@/entities/messages/permissions";
import { api } from "@/lib/api/api";
import { ApiError } from "@/lib/http/request";
import type { Message, RoomSummary } from "@/lib/protocol/types";
import { realtime } from "@/realtime/currentClient";
import { forgetEdit, keepEdit, settleEdit, stillThere, unfinishedEdit } from "./unfinishedEdits";
import { type Way, wayBack } from "./useFocusBack";

type Save = { id: number; text: string; rev: number; files?: string[]; despite_warning?: true };
type Sent = { change: Save; text: string; takenAway: ReadonlySet<string> };

const NONE: readonly Message[] = [];
const NO_FILES: ReadonlySet<string> = new Set();

/** Editing one of my messages of a list. What is not saved waits where the list goes, and its edit goes on with it. */
export function useEditing(room: RoomSummary, me: number, messages: readonly Message[] = NONE) {
  const [message, setMessage] = useState<Message | null>(null);
  const [text, setText] = useState("");
  /** Ids of the files that saving takes away. */
  const [takenAway, setTakenAway] = useState(NO_FILES);
  /** The current message, where somebody else edited it meanwhile. */
  const [conflict, setConflict] = useState<Message | null>(null);
  /** Counts the starts. Each brings the focus to the editor. */
  const [starts, setStarts] = useState(0);
  const [way, setWay] = useState<Way>("composer");
  const isUnsaved = useRef(false);
  isUnsaved.current = message !== null && (text !== message.text || takenAway.size > 0);
  const written = useRef({ text, takenAway });
  written.current = { text, takenAway };
  const edited = useRef(message);
  edited.current = message;
  useEffect(() => {
    if (message) keepEdit({ message, text, takenAway });
  }, [message, text, takenAway]);
  const saving = useMutation({
    mutationFn: ({ change }: Sent) => saved(change),
    onSuccess: (outcome, sent) => {
      realtime()?.inbox.acknowledge(outcome.message);
      if (outcome.isSaved) settleEdit(sent, outcome.message);
    },
  });
  const { reset } = saving;
  const end = useCallback(() => {
    // A late answer must not reach the next edit.
    reset();
    if (edited.current) forgetEdit(edited.current.id);
    setMessage(null);
    setConflict(null);
  }, [reset]);
  const start = useCallback(
    (next: Message) => {
      setStarts((before) => before + 1);
      // An unsaved edit comes into sight instead of being lost.
      if (isUnsaved.current) return;
      reset();
      setWay(wayBack());
      const begun = unfinishedEdit(next.id);
      setMessage(begun?.message ?? next);
      setConflict(null);
      setText(begun?.text ?? next.text);
      setTakenAway(begun?.takenAway ?? NO_FILES);
    },
    [reset],
  );
  const startLast = () => {
    const last = messages.findLast((each) => mayEdit(room, each, me));
    if (last) start(last);
  };
  /** `despiteWarning`: the author has read what a rule says about it. */
  const save = (despiteWarning = false) => {
    const current = conflict ?? message;
    if (!current || (text === current.text && takenAway.size === 0)) return end();
    const { id, rev, files = [] } = current;
    const rest = files.flatMap((file) => (takenAway.has(file.id) ? [] : file.id));
    const change: Save = { id, text, rev, ...(takenAway.size > 0 && { files: rest }) };
    if (despiteWarning) change.despite_warning = true;
    const sent = { change, text, takenAway };
    saving.mutate(sent, {
      onSuccess: (outcome) => {
        if (!outcome.isSaved) return setConflict(outcome.message);
        if (written.current.text === text && written.current.takenAway === takenAway) return end();
        goOn(outcome.message);
      },
    });
  };
  /** Keeps what was written while the answer was on its way. */
  const goOn = (stored: Message) => {
    setMessage(stored);
    setConflict(null);
    setTakenAway((before) => stillThere(before, stored));
  };
  const toggleFile = (id: string) => {
    const next = new Set(takenAway);
    if (!next.delete(id)) next.add(id);
    setTakenAway(next);
  };
  return {
    message,
    text,
    setText,
    takenAway,
    toggleFile,
    conflict,
    starts,
    way,
    start,
    startLast,
    save,
    cancel: end,
    saving,
  };
}

export type Editing = ReturnType<typeof useEditing>;

/** Saves if the message still has the rev that was edited; else returns the current message. */
async function saved({ id, ...change }: Save) {
  const path = `/api/messages/${id}/`;
  try {
    return { isSaved: true, message: await api.patch<Message>(path, change) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "edit_conflict") throw error;
    return { isSaved: false, message: await api.get<Message>(path) };
  }
}
