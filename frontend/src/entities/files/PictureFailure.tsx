import clsx from "clsx";
import { ImageOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "@/components/controls/Button";
import type { File } from "@/lib/protocol/types";
import { isolated } from "@/lib/text/bidi";
import type { Size } from "./layout";
import { labelOf } from "./sources";

/** CSS pixels. A smaller box holds the button alone. */
const HOLDS_TEXT = 130;

type Props = { file: File; size: Size; onRetry: () => void };

/** Says that a picture did not load, and offers to load it again. */
export function PictureFailure({ file, size, onRetry }: Props) {
  const { t } = useTranslation(["files", "errors"]);
  const said = t("notLoaded", { name: isolated(labelOf(file)) });
  const isSmall = Math.min(size.width, size.height) < HOLDS_TEXT;
  if (isSmall) {
    return (
      <button
        type="button"
        onClick={onRetry}
        title={`${said} ${t("errors:retry")}`}
        className="grid size-full place-items-center rounded-[inherit] border border-line text-muted hover:text-text"
      >
        <ImageOff aria-hidden="true" className="size-5" />
        <span className="sr-only">{`${said} ${t("errors:retry")}`}</span>
      </button>
    );
  }
  return (
    <div className="flex size-full flex-col items-center justify-center gap-1 rounded-[inherit] border border-line p-2 text-center text-muted text-xs">
      <ImageOff aria-hidden="true" className="size-5 shrink-0" />
      <p className="line-clamp-2">{said}</p>
      <button type="button" onClick={onRetry} className={clsx(buttonClass("quiet"), "text-xs")}>
        {t("errors:retry")}
      </button>
    </div>
  );
}
