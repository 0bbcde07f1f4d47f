import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";

type Props = { busy: boolean; disabled: boolean; onCancel: (() => void) | undefined };

/** Below the field of an edit, where a new message has its send button. */
export function EditButtons({ busy, disabled, onCancel }: Props) {
  const { t } = useTranslation(["messages", "app"]);
  return (
    <div className="mt-1 flex flex-wrap justify-end gap-2">
      <Button look="quiet" onClick={onCancel}>
        {t("app:cancel")}
      </Button>
      <Button type="submit" look="primary" busy={busy} disabled={disabled}>
        {t("saveEdit")}
      </Button>
    </div>
  );
}
