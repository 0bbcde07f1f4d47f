import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { useEnterMode } from "@/lib/browser/enterMode";
import { keysOf, writingKeys } from "@/lib/browser/shortcuts";

type Props = { busy: boolean; disabled: boolean; onCancel: (() => void) | undefined };

/** Below the field of an edit, where a new message has its send button. */
export function EditButtons({ busy, disabled, onCancel }: Props) {
  const { t } = useTranslation(["messages", "app"]);
  const save = keysOf(writingKeys(useEnterMode()).send).join("+");
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <p className="mr-auto px-1 text-muted text-xs pointer-coarse:hidden">{t("editKeys", { save })}</p>
      <Button look="quiet" onClick={onCancel}>
        {t("app:cancel")}
      </Button>
      <Button type="submit" look="primary" busy={busy} disabled={disabled}>
        {t("saveEdit")}
      </Button>
    </div>
  );
}
