import { Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { toast } from "@/components/overlay/Toast";
import { InvitationLimits } from "@/entities/invitations/InvitationLimits";
import { LIFETIMES, type Lifetime } from "@/entities/invitations/lifetimes";
import { copyText } from "@/lib/browser/clipboard";
import { useInviteByLink } from "./queries";

export function InviteByLink({ room }: { room: number }) {
  const { t } = useTranslation("rooms");
  const invite = useInviteByLink(room);
  const [lifetime, setLifetime] = useState<Lifetime>("week");
  const send = ({ uses = "" }: Record<string, string>) =>
    invite.mutateAsync({ expires_in: LIFETIMES[lifetime], uses: uses ? Number(uses) : null });
  return (
    <>
      <Form send={send} label={t("newInvitation")}>
        {({ fields, busy }) => (
          <>
            <InvitationLimits lifetime={lifetime} onLifetime={setLifetime} errors={fields.uses ?? fields.expires_in} />
            <Button type="submit" look="primary" busy={busy} className="self-start">
              {t("newInvitation")}
            </Button>
          </>
        )}
      </Form>
      <div aria-live="polite">{invite.data && <NewLink key={invite.data.id} url={invite.data.url} />}</div>
    </>
  );
}

/** The server keeps no copy of a link, so it is shown once. */
function NewLink({ url }: { url: string }) {
  const { t } = useTranslation("rooms");
  const copy = async () => {
    if (await copyText(url)) toast(t("linkCopied"));
    else toast.error(t("notCopied"));
  };
  return (
    <div className="mt-4 animate-appear rounded-xl bg-raised p-3">
      <Field
        label={t("newLink")}
        hint={t("newLinkHint")}
        readOnly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button onClick={copy} className="mt-3">
        <Copy aria-hidden="true" className="size-4 text-muted" />
        {t("copyLink")}
      </Button>
    </div>
  );
}
