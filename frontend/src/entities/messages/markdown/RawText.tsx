import { useTranslation } from "react-i18next";

/** A text that cannot be shaped, as it was written. */
export function AsWritten({ text }: { text: string }) {
  const { t } = useTranslation("messages");
  return (
    <>
      <p className="whitespace-pre-wrap">{text}</p>
      <p className="text-muted text-xs">{t("asWritten")}</p>
    </>
  );
}
