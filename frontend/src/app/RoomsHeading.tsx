import { useTranslation } from "react-i18next";
import { useTitle } from "@/lib/browser/title";

/** The title of the page "/", in the tab and for screen readers. */
export function RoomsHeading() {
  const { t } = useTranslation("rooms");
  useTitle();
  return <h1 className="sr-only">{t("rooms")}</h1>;
}
