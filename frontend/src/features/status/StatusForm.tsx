import { useMutation } from "@tanstack/react-query";
import { SmilePlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { EmojiPopover } from "@/components/emoji/EmojiPopover";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { Me } from "@/lib/protocol/types";
import { updateMe } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";

const STATUS_LENGTH = 80;

const changeStatus = async (status_emoji: string, status_text: string) =>
  updateMe(await api.patch<Me>("/api/me/", { status_emoji, status_text }));

/** My status: an emoji, a text, or both. */
export function StatusForm() {
  const status = useSession((state) => state.user?.status);
  // A status set on another device replaces the values.
  return <StatusFields key={JSON.stringify(status)} emoji={status?.emoji ?? ""} text={status?.text ?? ""} />;
}

function StatusFields({ emoji: saved, text }: { emoji: string; text: string }) {
  const { t } = useTranslation("people");
  const [emoji, setEmoji] = useState(saved);
  const save = async ({ status_text = "" }: Record<string, string>) => {
    await changeStatus(emoji, status_text);
    toast(t("statusSet"));
  };
  return (
    <Form send={save} label={t("status")}>
      {({ fields, busy }) => (
        <>
          <Field
            label={t("statusText")}
            name="status_text"
            defaultValue={text}
            maxLength={STATUS_LENGTH}
            placeholder={t("statusExample")}
            autoComplete="off"
            errors={fields.status_text ?? fields.status_emoji}
          />
          <div className="flex flex-wrap gap-2">
            <StatusEmoji emoji={emoji} onPick={setEmoji} />
            <Button type="submit" busy={busy}>
              {t("setStatus")}
            </Button>
            {(saved || text) && <ClearStatus />}
          </div>
        </>
      )}
    </Form>
  );
}

function StatusEmoji({ emoji, onPick }: { emoji: string; onPick: (emoji: string) => void }) {
  const { t } = useTranslation("people");
  const trigger = (
    <Button aria-label={emoji ? t("statusEmojiIs", { emoji }) : t("statusEmoji")}>
      {emoji ? <span className="text-lg leading-none">{emoji}</span> : <SmilePlus className="size-4.5 text-muted" />}
    </Button>
  );
  return <EmojiPopover trigger={trigger} onPick={onPick} />;
}

function ClearStatus() {
  const { t } = useTranslation("people");
  const clear = useMutation({
    mutationFn: () => changeStatus("", ""),
    onSuccess: () => void toast(t("statusCleared")),
    onError: (error) => void toast.error(errorText(error)),
  });
  return (
    <Button look="quiet" busy={clear.isPending} onClick={() => clear.mutate()}>
      {t("clearStatus")}
    </Button>
  );
}
