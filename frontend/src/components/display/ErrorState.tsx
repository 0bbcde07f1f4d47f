import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { errorText } from "@/lib/i18n/errorText";

/** Shows why something could not be loaded, and a button to load it again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation("errors");
  return (
    <div role="alert" className="m-auto flex max-w-sm flex-col items-center gap-3 p-6 text-center">
      <p className="text-muted text-sm">{errorText(error)}</p>
      <Button onClick={onRetry}>{t("retry")}</Button>
    </div>
  );
}
