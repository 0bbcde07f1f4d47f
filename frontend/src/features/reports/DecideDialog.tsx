import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Choice } from "@/components/form/Choice";
import { TextAreaField } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Dialog } from "@/components/overlay/Dialog";
import { toast } from "@/components/overlay/Toast";
import { MUTE_SECONDS, type MuteTime, useMuteTimes } from "@/entities/moderation/muteTimes";
import type { Decision, Report } from "@/lib/protocol/types";
import { useDecide } from "./queries";

const NOTE_LENGTH = 2000;

type Props = { report: Report; title: string; onClose: () => void };

export function DecideDialog({ report, title, onClose }: Props) {
  const { t } = useTranslation("moderation");
  const [decision, setDecision] = useState<Decision>(report.decisions[0] ?? "nothing");
  const [time, setTime] = useState<MuteTime>("day");
  const times = useMuteTimes();
  const decide = useDecide(report);
  const send = async ({ note = "", tell }: Record<string, string>) => {
    const seconds = decision === "mute" ? { seconds: MUTE_SECONDS[time] } : {};
    await decide.mutateAsync({ decision, note, tell: tell !== undefined, ...seconds });
    toast(t("decidedNow"));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("decideTitle")} description={title}>
      <Form send={send}>
        {({ fields, busy }) => (
          <>
            <Decisions offered={report.decisions} value={decision} onChange={setDecision} />
            {decision === "mute" && (
              <Choice<MuteTime> label={t("muteTime")} value={time} onChange={setTime} options={times} />
            )}
            <TextAreaField
              label={t("note")}
              name="note"
              rows={2}
              maxLength={NOTE_LENGTH}
              optional={t("optional")}
              hint={t("noteHint")}
              errors={fields.note}
            />
            {report.reporter && <Tell />}
            <Button type="submit" look={decision === "nothing" ? "primary" : "danger"} busy={busy} className="mt-2">
              {t(`decisions.${decision}`)}
            </Button>
          </>
        )}
      </Form>
    </Dialog>
  );
}

type DecisionsProps = { offered: readonly Decision[]; value: Decision; onChange: (decision: Decision) => void };

function Decisions({ offered, value, onChange }: DecisionsProps) {
  const { t } = useTranslation("moderation");
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 font-medium text-sm">{t("decision")}</legend>
      <div className="-mx-2 flex flex-col">
        {offered.map((each) => (
          <label
            key={each}
            className="target flex cursor-pointer items-start gap-3 rounded-lg px-2 py-1.5 text-sm hover:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={name}
              checked={each === value}
              onChange={() => onChange(each)}
              className="mt-1 size-4 shrink-0 outline-none!"
            />
            <span>
              <span className="block">{t(`decisions.${each}`)}</span>
              <span className="block text-muted text-xs">{t(`decisionHints.${each}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Tell() {
  const { t } = useTranslation("moderation");
  return (
    <label className="target flex cursor-pointer items-start gap-3 text-sm">
      <input type="checkbox" name="tell" defaultChecked className="mt-1 size-4" />
      <span>
        <span className="block font-medium">{t("tell")}</span>
        <span className="block text-muted text-xs">{t("tellHint")}</span>
      </span>
    </label>
  );
}
