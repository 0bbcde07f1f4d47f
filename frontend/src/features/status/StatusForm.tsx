import { useMutation } from "@tanstack/react-query";
import { SmilePlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { EmojiPopover } from "@/components/emoji/EmojiPopover";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { toast } from "@/components/overlay/Toast";
import { isOver } from "@/entities/people/statusOf";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { Me, Status } from "@/lib/protocol/types";
import { serverNow } from "@/lib/session/serverTime";
import { updateMe } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import { StatusEndField } from "./StatusEndField";
import { endOfStatus, type StatusEnd } from "./statusEnd";

const STATUS_LENGTH = 80;

const NO_STATUS: Status = { emoji: "", text: "" };

const changeStatus = async (emoji: string, text: string, until: string | null) =>
  updateMe(await api.patch<Me>("/api/me/", { status_emoji: emoji, status_text: text, status_until: until }));

/** My status: an emoji, a text, or both, and when it ends. */
export function StatusForm({ onDone }: { onDone?: () => void }) {
  const status = useSession((state) => state.user?.status);
  const shown = status && !isOver(status) ? status : NO_STATUS;
  // A status set on another device replaces the values.
  return <StatusFields key={JSON.stringify(shown)} status={shown} {...(onDone && { onDone })} />;
}

function StatusFields({ status, onDone }: { status: Status; onDone?: () => void }) {
  const { t } = useTranslation("people");
  const [emoji, setEmoji] = useState(status.emoji);
  const kept = status.until ?? null;
  const save = async ({ status_text = "", end = "never", at = "" }: Record<string, string>) => {
    const until = end === "kept" ? kept : iso(endOfStatus(end as Exclude<StatusEnd, "kept">, serverNow(), at));
    await changeStatus(emoji, status_text, until);
    toast(t("statusSet"));
    onDone?.();
  };
  return (
    <Form send={save} label={t("status")}>
      {({ fields, busy, changed }) => (
        <>
          <div className="flex items-start gap-2">
            <StatusEmoji emoji={emoji} onPick={setEmoji} />
            <div className="min-w-0 flex-1">
              <Field
                label={t("statusText")}
                name="status_text"
                defaultValue={status.text}
                maxLength={STATUS_LENGTH}
                placeholder={t("statusExample")}
                autoComplete="off"
                errors={fields.status_text ?? fields.status_emoji}
              />
            </div>
          </div>
          <StatusEndField kept={kept} isRefused={fields.status_until !== undefined} errors={fields.at} />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" busy={busy} aria-disabled={!changed && emoji === status.emoji}>
              {t("setStatus")}
            </Button>
            {status !== NO_STATUS && <ClearStatus {...(onDone && { onDone })} />}
          </div>
        </>
      )}
    </Form>
  );
}

const iso = (date: Date | null) => (date === null ? null : date.toISOString());

function StatusEmoji({ emoji, onPick }: { emoji: string; onPick: (emoji: string) => void }) {
  const { t } = useTranslation("people");
  const trigger = (
    <Button
      className="mt-6.5 h-10.5 px-2.5! md:h-9.5"
      aria-label={emoji ? t("statusEmojiIs", { emoji }) : t("statusEmoji")}
    >
      {emoji ? <span className="text-lg leading-none">{emoji}</span> : <SmilePlus className="size-4.5 text-muted" />}
    </Button>
  );
  return <EmojiPopover trigger={trigger} onPick={onPick} />;
}

function ClearStatus({ onDone }: { onDone?: () => void }) {
  const { t } = useTranslation("people");
  const clear = useMutation({
    mutationFn: () => changeStatus("", "", null),
    onSuccess: () => {
      toast(t("statusCleared"));
      onDone?.();
    },
    onError: (error) => void toast.error(errorText(error)),
  });
  return (
    <Button look="quiet" busy={clear.isPending} onClick={() => clear.mutate()}>
      {t("clearStatus")}
    </Button>
  );
}
