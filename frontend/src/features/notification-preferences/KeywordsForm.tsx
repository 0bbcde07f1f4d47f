import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { TextAreaField } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { toast } from "@/components/overlay/Toast";
import { useNotificationPreferences } from "@/entities/notifications/preferences";
import { useSave } from "./queries";

/** Words of which I am told wherever somebody writes them, one in a line. */
export function KeywordsForm() {
  const { data } = useNotificationPreferences();
  return data ? <KeywordFields key={data.keywords.join("\n")} keywords={data.keywords} /> : null;
}

function KeywordFields({ keywords }: { keywords: readonly string[] }) {
  const { t } = useTranslation(["settings", "app"]);
  const save = useSave();
  const send = async ({ words = "" }: Record<string, string>) => {
    await save({ keywords: wordsIn(words) });
    toast(t("app:saved"));
  };
  return (
    <Form send={send} label={t("keywords")}>
      {({ fields, busy, changed }) => (
        <>
          <TextAreaField
            label={t("keywordsField")}
            name="words"
            rows={4}
            defaultValue={keywords.join("\n")}
            errors={fields.keywords}
          />
          <Button type="submit" look="primary" busy={busy} aria-disabled={!changed} className="self-start">
            {t("app:save")}
          </Button>
        </>
      )}
    </Form>
  );
}

const wordsIn = (text: string) =>
  text
    .split("\n")
    .map((word) => word.trim())
    .filter(Boolean);
