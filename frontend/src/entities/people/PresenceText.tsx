import { useTranslation } from "react-i18next";
import { usePresence } from "./usePresence";

export function PresenceText({ user, className }: { user: number; className?: string }) {
  const { t } = useTranslation("people");
  const { ref, state } = usePresence<HTMLSpanElement>(user);
  return (
    <span ref={ref} className={className}>
      {state && t(state)}
    </span>
  );
}
