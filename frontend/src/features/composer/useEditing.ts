import { useMutation } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { api } from "@/lib/api/api";
import { ApiError } from "@/lib/http/request";
import type { Message } from "@/lib/protocol/types";
import { realtime } from "@/realtime/currentClient";

type Save = { id: number; text: string; rev: number };

/** One message of mine under correction. */
export function useEditing() {
  const [message, setMessage] = useState<Message | null>(null);
  const [text, setText] = useState("");
  /** The message as it is now, where it was edited elsewhere since this correction began. */
  const [conflict, setConflict] = useState<Message | null>(null);
  const end = useCallback(() => {
    setMessage(null);
    setConflict(null);
  }, []);
  const saving = useMutation({
    mutationFn: ({ id, text, rev }: Save) => saved(id, text, rev),
    onSuccess: (outcome) => {
      realtime()?.inbox.acknowledge(outcome.message);
      if (outcome.isSaved) end();
      else setConflict(outcome.message);
    },
  });
  const { reset } = saving;
  const start = useCallback(
    (next: Message) => {
      reset();
      setMessage(next);
      setConflict(null);
      setText(next.text);
    },
    [reset],
  );
  const save = () => {
    if (!message || text === (conflict ?? message).text) return end();
    saving.mutate({ id: message.id, text, rev: (conflict ?? message).rev });
  };
  return { message, text, setText, conflict, start, save, cancel: end, saving };
}

/** Saves over the state of the message that was seen, and brings the present one where that is not it any more. */
async function saved(id: number, text: string, rev: number) {
  const path = `/api/messages/${id}/`;
  try {
    return { isSaved: true, message: await api.patch<Message>(path, { text, rev }) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "edit_conflict") throw error;
    return { isSaved: false, message: await api.get<Message>(path) };
  }
}
