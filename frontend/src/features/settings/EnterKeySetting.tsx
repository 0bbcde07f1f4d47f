import { useTranslation } from "react-i18next";
import { Choice } from "@/components/form/Choice";
import type { EnterMode } from "@/lib/browser/enterKey";
import { chooseEnterMode, useEnterMode } from "@/lib/browser/enterMode";
import { keysOf, writingKeys } from "@/lib/browser/shortcuts";

/** What Enter does on this device. */
export function EnterKeySetting() {
  const { t } = useTranslation("settings");
  const mode = useEnterMode();
  const { send, newLine } = writingKeys(mode);
  const keys = { send: keysOf(send).join("+"), newLine: keysOf(newLine).join("+") };
  return (
    <div>
      <Choice<EnterMode>
        label={t("enterKey")}
        value={mode}
        onChange={chooseEnterMode}
        options={{ send: t("enterSends"), newLine: t("enterBreaks") }}
      />
      <p className="mt-1.5 text-muted text-xs">{t("enterHint", keys)}</p>
    </div>
  );
}
