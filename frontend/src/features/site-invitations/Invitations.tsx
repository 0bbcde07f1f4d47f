import { useTranslation } from "react-i18next";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { InvitationForm } from "./InvitationForm";
import { InvitationRow } from "./InvitationRow";
import { useInvitations } from "./queries";

/** Invitations to the site, for staff. */
export function Invitations() {
  const { t } = useTranslation("settings");
  const { data, error, refetch } = useInvitations();
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-14" />;
  return (
    <>
      {data.length === 0 && <p className="mb-5 text-muted text-sm">{t("noInvitations")}</p>}
      <ul className="mb-5 flex flex-col gap-1">
        {data.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
      <InvitationForm />
    </>
  );
}
