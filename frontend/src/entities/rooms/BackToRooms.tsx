import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

/** Where there is one column only: the way from a page back to the list. */
export function BackToRooms() {
  const { t } = useTranslation("rooms");
  return (
    <Link
      to="/"
      aria-label={t("back")}
      className="target inline-grid shrink-0 place-items-center rounded-lg text-muted hover:bg-raised hover:text-text md:hidden"
    >
      <ArrowLeft aria-hidden="true" className="size-5" />
    </Link>
  );
}
