import { useTranslation } from "react-i18next";
import { useTitle } from "@/lib/browser/title";

/** What the page "/" is called: in the tab, and for who cannot see that it is a list of rooms. */
export function RoomsHeading() {
  const { t } = useTranslation("rooms");
  useTitle();
  return <h1 className="sr-only">{t("rooms")}</h1>;
}
