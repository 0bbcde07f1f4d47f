import { useTranslation } from "react-i18next";

/** Shows a text as it was typed, where it cannot be rendered. */
export function RawText({ text }: { text: string }) {
  const { t } = useTranslation("messages");
  return (
    <>
      <p dir="auto" className="whitespace-pre-wrap">
        {text}
      </p>
      <p className="text-muted text-xs">{t("asWritten")}</p>
    </>
  );
}
