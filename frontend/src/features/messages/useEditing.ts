import { useMutation } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { api } from "@/lib/api";
import type { Message } from "@/lib/wire";
import { takeMessage } from "@/realtime";

/** One message of mine under correction. */
export function useEditing() {
  const [message, setMessage] = useState<Message | null>(null);
  const [text, setText] = useState("");
  const saving = useMutation({
    mutationFn: ({ id }: Message) => api.patch<Message>(`/api/messages/${id}/`, { text }),
    onSuccess: (edited) => {
      takeMessage(edited);
      setMessage(null);
    },
  });
  const { reset } = saving;
  const start = useCallback(
    (next: Message) => {
      reset();
      setMessage(next);
      setText(next.text);
    },
    [reset],
  );
  const cancel = useCallback(() => setMessage(null), []);
  const save = () => {
    if (message && text !== message.text) saving.mutate(message);
    else setMessage(null);
  };
  return { message, text, setText, start, save, cancel, saving };
}
