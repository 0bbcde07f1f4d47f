import { useMutation } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { api } from "@/lib/api/api";
import { ApiError } from "@/lib/http/request";
import type { Message } from "@/lib/protocol/types";
import { realtime } from "@/realtime/currentClient";

type Save = { id: number; text: string; rev: number };

/** Editing one of my messages. */
export function useEditing() {
  const [message, setMessage] = useState<Message | null>(null);
  const [text, setText] = useState("");
  /** The current message, where somebody else edited it meanwhile. */
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

/** Saves if the message still has the rev that was edited; else returns the current message. */
async function saved(id: number, text: string, rev: number) {
  const path = `/api/messages/${id}/`;
  try {
    return { isSaved: true, message: await api.patch<Message>(path, { text, rev }) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "edit_conflict") throw error;
    return { isSaved: false, message: await api.get<Message>(path) };
  }
}
