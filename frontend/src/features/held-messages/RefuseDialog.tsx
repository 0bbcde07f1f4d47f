import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Dialog } from "@/components/overlay/Dialog";
import type { HeldMessage } from "@/lib/protocol/types";
import { useDecideHeld } from "./queries";

const NOTE_LENGTH = 200;

type Props = { held: HeldMessage; name: string; onClose: () => void };

/** Does not release a held message, and tells its author why. */
export function RefuseDialog({ held, name, onClose }: Props) {
  const { t } = useTranslation("moderation");
  const decide = useDecideHeld(held);
  const send = async ({ note = "" }: Record<string, string>) => {
    await decide.mutateAsync({ release: false, note });
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("refuseTitle", { name })} description={t("refuseText", { name })}>
      <Form send={send}>
        {({ fields, busy }) => (
          <>
            <Field
              label={t("refuseNote")}
              name="note"
              maxLength={NOTE_LENGTH}
              autoComplete="off"
              optional={t("optional")}
              errors={fields.note}
            />
            <Button type="submit" look="danger" busy={busy} className="mt-2">
              {t("refuse")}
            </Button>
          </>
        )}
      </Form>
    </Dialog>
  );
}
