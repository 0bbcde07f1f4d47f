import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { buttonClass } from "@/components/controls/Button";
import { EmptyState } from "@/components/display/EmptyState";
import { useTitle } from "@/lib/browser/title";

export function NotFound() {
  const { t } = useTranslation();
  useTitle(t("notFound"));
  const back = (
    <Link to="/" className={buttonClass()}>
      {t("toRooms")}
    </Link>
  );
  return (
    <EmptyState heading="h1" title={t("notFound")} action={back}>
      {t("notFoundHint")}
    </EmptyState>
  );
}
