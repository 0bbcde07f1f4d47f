import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

/** In one column: the link from a page to the list of rooms. */
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
