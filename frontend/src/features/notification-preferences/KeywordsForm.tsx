import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { TextAreaField } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { toast } from "@/components/overlay/Toast";
import { ApiError } from "@/lib/http/request";
import { Preferences } from "./Preferences";
import { useSave } from "./queries";

/** As many as the server takes. */
const MOST = 20;

/** Words of which I am told wherever somebody writes them, one in a line. */
export function KeywordsForm() {
  return <Preferences>{({ keywords }) => <KeywordFields keywords={keywords} />}</Preferences>;
}

function KeywordFields({ keywords }: { keywords: readonly string[] }) {
  const { t } = useTranslation(["settings", "app"]);
  const save = useSave();
  const text = keywords.join("\n");
  const send = async ({ words = "" }: Record<string, string>) => {
    const typed = wordsIn(words);
    // Of a list that is too long the server says no more than of a word that is.
    if (typed.length > MOST) throw new ApiError({ status: 0, code: "invalid", fields: { keywords: ["too_many"] } });
    await save({ keywords: typed });
    toast(t("app:saved"));
  };
  return (
    <Form send={send} label={t("keywords")} saved={text}>
      {({ fields, busy, changed }) => (
        <>
          <TextAreaField
            label={t("keywordsField")}
            name="words"
            rows={4}
            defaultValue={text}
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
