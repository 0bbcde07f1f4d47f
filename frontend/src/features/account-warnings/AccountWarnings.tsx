import { lazy, Suspense, useState } from "react";
import { useSession } from "@/lib/session/useSession";
import { useWarnings } from "./queries";

// Most people never see it.
const CopiedSignInDialog = lazy(async () => ({
  default: (await import("./AccountWarningsDialog")).CopiedSignInDialog,
}));

/** Of refresh tokens of mine that were used twice: on every device, until I say on one that I have seen it. */
export function CopiedSignIn() {
  const expired = useSession((state) => state.expired);
  const warnings = useWarnings();
  const [wasShown, setWasShown] = useState(false);
  const open = warnings.length > 0 && !expired;
  if (open && !wasShown) setWasShown(true);
  if (!wasShown) return null;
  return (
    <Suspense>
      <CopiedSignInDialog warnings={warnings} open={open} />
    </Suspense>
  );
}
