import { Pause, Play } from "lucide-react";
import { useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { REDUCED_MOTION, useMediaQuery } from "@/lib/hooks/useMediaQuery";
import type { File } from "@/lib/protocol/types";
import { isolated } from "@/lib/text/bidi";
import { PictureBox, type Place } from "./PictureBox";
import { labelOf, sourcesOf, stillSources } from "./sources";
import { ViewerContext } from "./viewerContext";

/** Bytes. A larger animation loads when somebody asks for it. */
const MOVES_BY_ITSELF = 8_000_000;
/** CSS pixels. A smaller box has no room for a button that stops an animation, so it stands still. */
const LEAST_MOVING = 90;

type Props = Place & { file: File; tabIndex?: number };

/** A picture that opens in the viewer. An animated one stands still where motion is reduced, until it is touched. */
export function Picture({ file, tabIndex, ...place }: Props) {
  const { t } = useTranslation("files");
  const open = useContext(ViewerContext);
  const isSmall = Math.min(place.size.width, place.size.height) < LEAST_MOVING;
  const { moves, setMoves } = useMotion(file, isSmall);
  const isStill = file.is_animated && !moves && !isSmall;
  const label = isolated(labelOf(file));
  const onClick = isStill ? () => setMoves(true) : open ? () => open(file) : undefined;
  return (
    <PictureBox {...place} file={file} sources={moves ? sourcesOf(file).slice(-1) : stillSources(file)}>
      {(image) => (
        <>
          {onClick ? (
            <button
              type="button"
              tabIndex={tabIndex}
              onClick={onClick}
              aria-label={isStill ? t("playNamed", { name: label }) : undefined}
              className="block size-full rounded-[inherit] outline-offset-[-2px]"
            >
              {image}
              {isStill && <PlayMark />}
            </button>
          ) : (
            image
          )}
          {moves && (
            <button
              type="button"
              tabIndex={tabIndex}
              aria-label={t("pauseNamed", { name: label })}
              onClick={() => setMoves(false)}
              className="absolute bottom-1 left-1 grid size-8 place-items-center rounded-lg bg-overlay/85 text-text pointer-coarse:size-11"
            >
              <Pause aria-hidden="true" className="size-4" />
            </button>
          )}
        </>
      )}
    </PictureBox>
  );
}

function useMotion(file: File, isSmall: boolean) {
  const reduced = useMediaQuery(REDUCED_MOTION);
  const [chosen, setMoves] = useState<boolean | null>(null);
  const moves = chosen ?? (!reduced && file.size <= MOVES_BY_ITSELF);
  return { moves: file.is_animated && !isSmall && moves, setMoves };
}

const PlayMark = () => (
  <span className="absolute inset-0 m-auto grid size-11 place-items-center rounded-full bg-overlay/85 text-text">
    <Play aria-hidden="true" className="size-5" />
  </span>
);
