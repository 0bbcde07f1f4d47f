import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/controls/Button";
import { Dialog } from "@/components/overlay/Dialog";
import { useDeviceName } from "@/lib/browser/device";
import { dateAndTime } from "@/lib/i18n/dates";
import type { AccountWarning } from "@/lib/protocol/types";
import { useSeen } from "./queries";

/** Names the devices and says what to do. */
export function AccountWarningsDialog({ warnings, open }: { warnings: AccountWarning[]; open: boolean }) {
  const { t } = useTranslation("auth");
  const navigate = useNavigate();
  const seen = useSeen();
  const changePassword = () => {
    seen(warnings);
    navigate("/settings/account#password");
  };
  return (
    <Dialog open={open} title={t("copiedTitle")} description={t("copiedText")}>
      <ul className="mb-4 flex flex-col gap-2 rounded-lg border border-line px-3 py-2">
        {warnings.map((warning) => (
          <Copied key={warning.id} warning={warning} />
        ))}
      </ul>
      <p className="mb-6 text-sm">{t("copiedAdvice")}</p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => seen(warnings)}>{t("copiedSeen")}</Button>
        <Button look="primary" onClick={changePassword}>
          {t("changePassword")}
        </Button>
      </div>
    </Dialog>
  );
}

function Copied({ warning }: { warning: AccountWarning }) {
  const { t, i18n } = useTranslation("auth");
  const name = useDeviceName(warning.user_agent);
  const when = dateAndTime(new Date(warning.at), i18n.language);
  return (
    <li className="text-sm">
      <p className="font-medium">{name}</p>
      <p className="text-muted text-xs">{warning.address ? t("copiedAt", { when, address: warning.address }) : when}</p>
    </li>
  );
}
