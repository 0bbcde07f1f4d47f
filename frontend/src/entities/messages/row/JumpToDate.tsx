import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/controls/Button";
import { inputClass } from "@/components/form/Field";
import { FormError } from "@/components/form/FormError";
import { pathTo } from "@/entities/messages/permalink";
import { api } from "@/lib/api/api";
import { dateValue, startOf } from "@/lib/i18n/dates";
import type { Message, MessagePage } from "@/lib/protocol/types";

type Props = { room: number; from: Date };

/** Goes to the first message of a day, or to the first message after it. */
export function JumpToDate({ room, from }: Props) {
  const { t } = useTranslation("messages");
  const navigate = useNavigate();
  const [day, setDay] = useState(dateValue(from));
  const jump = useMutation({
    mutationFn: (at: Date) => firstFrom(room, at),
    onSuccess: (message) => message && navigate(pathTo(message)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const at = startOf(day);
    if (at) jump.mutate(at);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <label className="flex flex-col gap-1.5 font-medium text-sm">
        {t("jumpToDate")}
        <input
          type="date"
          required
          value={day}
          max={dateValue(new Date())}
          onChange={(event) => setDay(event.target.value)}
          className={inputClass}
        />
      </label>
      <FormError error={jump.error} />
      <Button type="submit" look="primary" busy={jump.isPending}>
        {t("goTo")}
      </Button>
    </form>
  );
}

async function firstFrom(room: number, at: Date): Promise<Message | undefined> {
  const params = { at: at.toISOString() };
  const { messages } = await api.get<MessagePage>(`/api/rooms/${room}/messages/`, { params });
  const shown = messages.filter(({ thread }) => thread === null);
  return shown.find(({ created_at }) => new Date(created_at) >= at) ?? shown.at(-1);
}
