import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { AuthPage } from "@/components/display/AuthPage";
import { Skeleton } from "@/components/display/Skeleton";
import { FormError } from "@/components/form/FormError";
import { useSite } from "@/entities/site/useSite";
import { ApiError, request } from "@/lib/http/request";
import type { InvitationLook } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { linkClass } from "./linkClass";
import { SignUp } from "./SignUp";

/** The target of an invitation link: who invites, and the form to accept. */
export function InvitationPage() {
  const { t } = useTranslation("auth");
  const invitation = useLocation().hash.slice(1);
  const { data: site, error: siteError } = useSite();
  const { data: look, error: refusal } = useQuery({
    queryKey: queryKeys.siteInvitation(invitation),
    enabled: invitation !== "",
    queryFn: () => request<InvitationLook>("POST", "/api/register/invitation/", { body: { invitation } }),
  });
  // Of a link that was not copied as a whole the server would say that a field is empty.
  const error = invitation ? refusal : new ApiError({ status: 404, code: "invitation_invalid" });
  const toSignIn = (
    <>
      {t("alreadyHere")}{" "}
      <Link to="/signin" className={linkClass}>
        {t("signIn")}
      </Link>
    </>
  );
  const intro = look && t("invitedBy", { name: look.invited_by.display_name });
  const title = t(error ? "invitation" : "invitationTitle");
  return (
    <AuthPage title={title} name={title} intro={intro} foot={toSignIn}>
      <FormError error={error ?? siteError} />
      {look && site && <SignUp site={site} invitation={invitation} />}
      {!error && !siteError && !(look && site) && <Skeleton className="h-60" />}
    </AuthPage>
  );
}
