import { lazy, Suspense, useState } from "react";
import { useSession } from "@/lib/session/useSession";
import { useWarnings } from "./queries";

// Most people never see it.
const AccountWarningsDialog = lazy(async () => ({
  default: (await import("./AccountWarningsDialog")).AccountWarningsDialog,
}));

/** Warns of refresh tokens that were used twice: on every device, until the person confirms it on one. */
export function AccountWarnings() {
  const expired = useSession((state) => state.expired);
  const warnings = useWarnings();
  const [wasShown, setWasShown] = useState(false);
  const open = warnings.length > 0 && !expired;
  if (open && !wasShown) setWasShown(true);
  if (!wasShown) return null;
  return (
    <Suspense>
      <AccountWarningsDialog warnings={warnings} open={open} />
    </Suspense>
  );
}
