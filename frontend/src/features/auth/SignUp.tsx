import { useTranslation } from "react-i18next";
import { Notice } from "@/components/display/Notice";
import type { Site } from "@/lib/protocol/types";
import { EmailForm } from "./EmailForm";
import { SignUpForm } from "./SignUpForm";

type Props = { site: Site; invitation?: string; proof?: string | null; email?: string | null };

/** Chooses the form by the site's rules for registration. */
export function SignUp({ site, invitation, proof, email }: Props) {
  const { t } = useTranslation("auth");
  if (site.registration === "closed") return <Notice>{t("closed")}</Notice>;
  if (proof) return <SignUpForm entry={{ proof }} email={email ?? ""} />;
  if (site.registration === "invitation" && !invitation) return <Notice>{t("invitationOnly")}</Notice>;
  if (site.email_verification) return <EmailForm invitation={invitation} />;
  return <SignUpForm entry={{ invitation }} />;
}
