import { ImageOff } from "lucide-react";
import { createContext, useContext, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Slide } from "yet-another-react-lightbox";
import { renewAccess } from "@/entities/files/renewAccess";
import type { FileSlide } from "./slides";

/** The slide around what is rendered. */
export const SlideContext = createContext<Slide | null>(null);

type Props = { attempts: ReadonlyMap<string, number>; onRetry: (id: string) => void };

/** Loads a picture once more with a renewed session, then says that it did not load. */
export function FailedSlide({ attempts, onRetry }: Props) {
  const { t } = useTranslation(["files", "errors"]);
  const id = (useContext(SlideContext) as FileSlide | null)?.file.id;
  const isFirst = id !== undefined && !attempts.has(id);
  const retry = useRef(() => {});
  useEffect(() => {
    retry.current = () => id !== undefined && onRetry(id);
  });
  useEffect(() => {
    if (isFirst) void renewAccess().then(() => retry.current());
  }, [isFirst]);
  if (isFirst) return null;
  return (
    <div className="flex flex-col items-center gap-3 text-center text-on-stage text-sm leading-normal">
      <ImageOff aria-hidden="true" className="size-8" />
      <p>{t("notShown")}</p>
      <button
        type="button"
        onClick={() => retry.current()}
        className="target rounded-lg border border-current px-4 font-medium"
      >
        {t("errors:retry")}
      </button>
    </div>
  );
}
