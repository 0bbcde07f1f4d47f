import { ChevronLeft, ChevronRight, X, ZoomIn, ZoomOut } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Labels, Render, SlotStyles } from "yet-another-react-lightbox";

const icon = "size-6";

export const ICONS: Render = {
  iconPrev: () => <ChevronLeft aria-hidden="true" className="size-8" />,
  iconNext: () => <ChevronRight aria-hidden="true" className="size-8" />,
  iconClose: () => <X aria-hidden="true" className={icon} />,
  iconZoomIn: () => <ZoomIn aria-hidden="true" className={icon} />,
  iconZoomOut: () => <ZoomOut aria-hidden="true" className={icon} />,
};

export const LOOK: SlotStyles = {
  root: {
    "--yarl__portal_zindex": 45,
    "--yarl__color_backdrop": "var(--color-stage)",
    "--yarl__color_button": "var(--color-on-stage)",
    "--yarl__color_button_active": "var(--color-on-stage)",
    "--yarl__button_padding": "10px",
    "--yarl__button_filter": "none",
  },
};

export function useLabels(): Labels {
  const { t } = useTranslation("files");
  return useMemo(
    () => ({
      Lightbox: t("viewer"),
      "Photo gallery": t("viewer"),
      Carousel: t("viewer"),
      Slide: t("slide"),
      "{index} of {total}": t("place"),
      Previous: t("previous"),
      Next: t("next"),
      Close: t("close"),
      "Zoom in": t("zoomIn"),
      "Zoom out": t("zoomOut"),
    }),
    [t],
  );
}
