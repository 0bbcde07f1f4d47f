import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { buttonClass } from "@/components/controls/Button";
import { EmptyState } from "@/components/display/EmptyState";
import { Logo } from "@/components/display/Logo";
import { useTitle } from "@/lib/browser/title";

/** `lost`: the name of a room that was open here and disappeared. */
export function NoSuchRoom({ lost }: { lost?: string }) {
  const { t } = useTranslation("rooms");
  const title = lost === undefined ? t("notHere") : t("gone");
  useTitle(title);
  const back = (
    <Link to="/" className={buttonClass()}>
      {t("toRooms")}
    </Link>
  );
  return (
    <div role="status" className="flex flex-1">
      <EmptyState heading="h1" icon={<Logo className="mb-2 size-12 text-edge" />} title={title} action={back}>
        {lost === undefined ? t("notHereHint") : t("goneHint", { name: lost })}
      </EmptyState>
    </div>
  );
}
