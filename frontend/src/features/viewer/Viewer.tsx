import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import Lightbox, { type ControllerRef } from "yet-another-react-lightbox";
import Zoom from "yet-another-react-lightbox/plugins/zoom";
import { pathTo } from "@/entities/messages/permalink";
import { useBackToClose } from "@/lib/hooks/useBackToClose";
import { REDUCED_MOTION, useMediaQuery } from "@/lib/hooks/useMediaQuery";
import type { File } from "@/lib/protocol/types";
import { Caption } from "./Caption";
import { FailedSlide, SlideContext } from "./FailedSlide";
import { slideOf } from "./slides";
import { toolbar } from "./toolbar";
import { usePictures } from "./usePictures";
import { ICONS, LOOK, useLabels } from "./viewerLook";
import "yet-another-react-lightbox/styles.css";
import "./viewer.css";

type Props = { room: number; file: File; within: HTMLElement | null; onClose: () => void };

/** One picture over the page, and its neighbours in the room. Going back closes it. */
export function Viewer({ room, file: opened, within, onClose }: Props) {
  const { t } = useTranslation("files");
  const navigate = useNavigate();
  const controller = useRef<ControllerRef>(null);
  const [current, setCurrent] = useState(opened.id);
  const [moving, setMoving] = useState<string | null>(opened.id);
  const [attempts, setAttempts] = useState<ReadonlyMap<string, number>>(NONE);
  const reduced = useMediaQuery(REDUCED_MOTION);
  const pictures = usePictures(room, opened, current);
  const close = useBackToClose(onClose);
  const labels = useLabels();
  useEscapeFirst(() => controller.current?.close());
  const slides = useMemo(
    () =>
      pictures.map(({ file }) =>
        slideOf(file, { moves: !reduced || moving === file.id, attempt: attempts.get(file.id) ?? 0 }),
      ),
    [pictures, reduced, moving, attempts],
  );
  const index = Math.max(
    0,
    pictures.findIndex(({ file }) => file.id === current),
  );
  const shown = pictures[index];
  const again = (id: string) => setAttempts((now) => new Map(now).set(id, (now.get(id) ?? 0) + 1));
  const goTo = (seq: number) => close(() => navigate(pathTo({ room, seq, thread: null })));
  return (
    <Lightbox
      open
      close={() => close()}
      index={index}
      slides={slides}
      plugins={[Zoom]}
      labels={labels}
      styles={LOOK}
      className="viewer"
      portal={{ root: within }}
      carousel={{ finite: true, preload: 1, padding: 0 }}
      animation={{ fade: 150, swipe: 180, navigation: 150, zoom: 150 }}
      controller={{ ref: controller, closeOnPullDown: true, closeOnBackdropClick: true }}
      zoom={{ scrollToZoom: true, maxZoomPixelRatio: 3 }}
      on={{
        view: (viewed) => {
          const { file } = pictures[viewed.index] ?? {};
          if (!file || file.id === current) return;
          setCurrent(file.id);
          setMoving(null);
        },
      }}
      toolbar={{
        buttons: shown
          ? toolbar({
              shown,
              t,
              moves: shown.file.is_animated && reduced ? moving === shown.file.id : null,
              onMove: (moves) => setMoving(moves ? shown.file.id : null),
              onGoTo: goTo,
            })
          : ["close"],
      }}
      render={{
        ...ICONS,
        slideContainer: ({ slide, children }) => <SlideContext value={slide}>{children}</SlideContext>,
        iconError: () => <FailedSlide attempts={attempts} onRetry={again} />,
        controls: () => shown && <Caption shown={shown} index={index} total={pictures.length} />,
      }}
    />
  );
}

const NONE: ReadonlyMap<string, number> = new Map();

/** A sheet below listens at the document, and would close too. */
function useEscapeFirst(close: () => void) {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      event.preventDefault();
      latest.current();
    };
    addEventListener("keydown", onKeyDown, { capture: true });
    return () => removeEventListener("keydown", onKeyDown, { capture: true });
  }, []);
}
