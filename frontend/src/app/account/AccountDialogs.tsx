import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import { SignOut } from "@/features/settings/SignOut";
import { StatusForm } from "@/features/status/StatusForm";

export type AskedOfAccount = "status" | "signOut";

type Props = { asked: AskedOfAccount; onClose: () => void };

/** The dialogs of the account menu. */
export function AccountDialogs({ asked, onClose }: Props) {
  const { t } = useTranslation("settings");
  if (asked === "signOut") return <SignOut onStay={onClose} />;
  return (
    <Dialog open onClose={onClose} title={t("status")} description={t("statusHint")}>
      <StatusForm onDone={onClose} />
    </Dialog>
  );
}
