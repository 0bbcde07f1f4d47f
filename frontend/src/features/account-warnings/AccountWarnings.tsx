import { useState } from "react";
import { lazyComponent, NoFailure } from "@/components/lazy/lazyComponent";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { useSession } from "@/lib/session/useSession";
import { useWarnings } from "./queries";

// Most people never see it.
const AccountWarningsDialog = lazyComponent(
  lazyModule(() => import("./AccountWarningsDialog")),
  ({ AccountWarningsDialog }) => AccountWarningsDialog,
  NoFailure,
);

/** Warns of refresh tokens that were used twice: on every device, until the person confirms it on one. */
export function AccountWarnings() {
  const expired = useSession((state) => state.expired);
  const warnings = useWarnings();
  const [wasShown, setWasShown] = useState(false);
  const open = warnings.length > 0 && !expired;
  if (open && !wasShown) setWasShown(true);
  if (!wasShown) return null;
  return <AccountWarningsDialog warnings={warnings} open={open} />;
}
