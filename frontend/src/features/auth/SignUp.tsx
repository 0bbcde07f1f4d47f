import { useTranslation } from "react-i18next";
import { Notice } from "@/components/display/Notice";
import type { Site } from "@/lib/protocol/types";
import { AddressFirst } from "./EmailForm";
import { SignUpForm } from "./SignUpForm";

type Props = { site: Site; invitation?: string; proof?: string | null; email?: string | null };

/** Making an account, as this site lets people do it. */
export function SignUp({ site, invitation, proof, email }: Props) {
  const { t } = useTranslation("auth");
  if (site.registration === "closed") return <Notice>{t("closed")}</Notice>;
  if (proof) return <SignUpForm entry={{ proof }} email={email ?? ""} />;
  if (site.registration === "invitation" && !invitation) return <Notice>{t("invitationOnly")}</Notice>;
  if (site.email_verification) return <AddressFirst invitation={invitation} />;
  return <SignUpForm entry={{ invitation }} />;
}
