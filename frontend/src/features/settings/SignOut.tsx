import type { TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import { signOut } from "@/lib/session/session";
import type { Unsent } from "@/realtime/client";
import { realtime } from "@/realtime/currentClient";

/** Signs out, and asks first where that would lose what was not sent. */
export function SignOut({ onStay }: { onStay: () => void }) {
  const { t, i18n } = useTranslation("settings");
  const [unsent, setUnsent] = useState<Unsent | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void findUnsent().then((found) => (found ? setUnsent(found) : signOut()));
  }, []);
  const leave = () => {
    setBusy(true);
    void signOut();
  };
  return (
    <ConfirmDialog
      open={unsent !== null}
      onClose={onStay}
      title={t("signOutTitle")}
      text={unsent ? lossOf(unsent, t).join(i18n.language === "ja" ? "" : " ") : ""}
      action={t("signOut")}
      busy={busy}
      onConfirm={leave}
    />
  );
}

async function findUnsent() {
  const found = await realtime()?.unsent();
  return found && found.messages + found.drafts > 0 ? found : null;
}

function lossOf({ messages, drafts }: Unsent, t: TFunction<"settings">) {
  return [
    messages > 0 && t("unsentMessages", { count: messages }),
    drafts > 0 && t("unsentDrafts", { count: drafts }),
    t("signOutText"),
  ].filter(Boolean);
}
