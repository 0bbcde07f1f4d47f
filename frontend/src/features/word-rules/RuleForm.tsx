import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Choice } from "@/components/form/Choice";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import type { WordRule } from "@/lib/protocol/types";
import { useSaveRule } from "./queries";

const PATTERN_LENGTH = 200;
const NOTE_LENGTH = 200;

type Props = { room: number; rule: WordRule | null; onDone: () => void };

/** Makes a rule, or changes one. */
export function RuleForm({ room, rule, onDone }: Props) {
  const { t } = useTranslation(["moderation", "app"]);
  const [kind, setKind] = useState<WordRule["kind"]>(rule?.kind ?? "word");
  const [action, setAction] = useState<WordRule["action"]>(rule?.action ?? "warn");
  const save = useSaveRule(room, rule);
  const send = async ({ pattern = "", note = "" }: Record<string, string>) => {
    await save.mutateAsync({ kind, pattern, action, note });
    onDone();
  };
  return (
    <Form send={send} label={rule ? t("editRule") : t("addRule")}>
      {({ fields, busy }) => (
        <>
          <Choice<WordRule["kind"]>
            label={t("ruleKind")}
            value={kind}
            onChange={setKind}
            options={{ word: t("ruleKinds.word"), link: t("ruleKinds.link") }}
          />
          <Field
            autoFocus
            label={kind === "word" ? t("pattern") : t("linkPattern")}
            name="pattern"
            defaultValue={rule?.pattern}
            required
            maxLength={PATTERN_LENGTH}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            hint={kind === "word" ? t("patternHint") : t("linkPatternHint")}
            errors={fields.pattern}
          />
          <Choice<WordRule["action"]>
            label={t("ruleAction")}
            value={action}
            onChange={setAction}
            options={{
              warn: t("ruleActions.warn"),
              hold: t("ruleActions.hold"),
              refuse: t("ruleActions.refuse"),
            }}
          />
          <p className="-mt-2 text-muted text-xs">{t(`ruleActionHints.${action}`)}</p>
          <Field
            label={t("ruleNote")}
            name="note"
            defaultValue={rule?.note}
            maxLength={NOTE_LENGTH}
            autoComplete="off"
            optional={t("optional")}
            hint={t("ruleNoteHint")}
            errors={fields.note}
          />
          <div className="mt-2 flex justify-end gap-2">
            <Button onClick={onDone}>{t("app:cancel")}</Button>
            <Button type="submit" look="primary" busy={busy}>
              {t("app:save")}
            </Button>
          </div>
        </>
      )}
    </Form>
  );
}
