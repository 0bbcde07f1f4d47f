import type { TFunction } from "i18next";
import { CornerDownRight, Download, Pause, Play } from "lucide-react";
import type { ReactNode } from "react";
import { downloadUrl } from "@/entities/files/sources";
import type { Shown } from "./usePictures";

type Props = {
  shown: Shown;
  t: TFunction<"files">;
  /** Whether an animation moves, where it does not by itself; else null. */
  moves: boolean | null;
  onMove: (moves: boolean) => void;
  onGoTo: (seq: number) => void;
};

const icon = "size-6";

/** The buttons above a picture. Zoom has its own, and closing comes last. */
export function toolbar({ shown: { file, sent }, t, moves, onMove, onGoTo }: Props) {
  const buttons: (ReactNode | "zoom" | "close")[] = [];
  if (moves !== null) {
    const label = t(moves ? "pauseNamed" : "playNamed", { name: file.name });
    const Icon = moves ? Pause : Play;
    buttons.push(
      <button
        key="move"
        type="button"
        aria-label={label}
        title={label}
        onClick={() => onMove(!moves)}
        className="yarl__button"
      >
        <Icon aria-hidden="true" className={icon} />
      </button>,
    );
  }
  if (sent) {
    buttons.push(
      <button
        key="goTo"
        type="button"
        aria-label={t("goTo")}
        title={t("goTo")}
        onClick={() => onGoTo(sent.seq)}
        className="yarl__button"
      >
        <CornerDownRight aria-hidden="true" className={icon} />
      </button>,
    );
  }
  buttons.push(
    <a
      key="download"
      href={downloadUrl(file)}
      download={file.name}
      aria-label={t("downloadNamed", { name: file.name })}
      title={t("download")}
      className="yarl__button"
    >
      <Download aria-hidden="true" className={icon} />
    </a>,
    "zoom",
    "close",
  );
  return buttons;
}
