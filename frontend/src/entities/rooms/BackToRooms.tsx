import { useTranslation } from "react-i18next";
import { BackLink } from "@/components/controls/BackLink";

/** In one column: the link from a page to the list of rooms. */
export function BackToRooms() {
  const { t } = useTranslation("rooms");
  return <BackLink to="/" label={t("back")} className="md:hidden" />;
}
