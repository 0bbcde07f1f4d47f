import clsx from "clsx";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isTall } from "./isTall";

type Props = {
  id: string;
  text: string;
  tabIndex: number;
  /** Whether the person came for this message, by a link or a search. */
  isTarget?: boolean;
  children: ReactNode;
};

/**
 * Clips a message that takes most of a screen. The page holds the whole text, for screen readers and for selection.
 */
export function Collapsible({ id, text, tabIndex, isTarget = false, children }: Props) {
  if (!isTall(text)) return children;
  return (
    <Fold id={id} tabIndex={tabIndex} isTarget={isTarget}>
      {children}
    </Fold>
  );
}

/** Ids of messages that the person expanded. They stay expanded after they scroll out of view. */
const unfolded = new Set<string>();

function Fold({ id, tabIndex, isTarget, children }: Required<Omit<Props, "text">>) {
  const { t } = useTranslation("messages");
  const box = useRef<HTMLDivElement>(null);
  const [fits, setFits] = useState(false);
  const [isFolded, setFolded] = useState(!unfolded.has(id));
  const [wasTarget, setWasTarget] = useState(false);
  useLayoutEffect(() => {
    // A long line of code scrolls sideways and is as tall as a short one.
    if (isFolded && box.current) setFits(box.current.scrollHeight <= box.current.clientHeight);
  }, [isFolded]);
  const fold = (next: boolean) => {
    if (next) unfolded.delete(id);
    else unfolded.add(id);
    setFolded(next);
  };
  if (isTarget !== wasTarget) {
    setWasTarget(isTarget);
    if (isTarget) fold(false);
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is clipped does not come into sight when a key brings the focus there */}
      <div
        ref={box}
        onFocus={({ target }) => target.matches(":focus-visible") && fold(false)}
        className={clsx(isFolded && !fits && "max-h-112 overflow-clip mask-b-from-[calc(100%-4rem)]")}
      >
        {children}
      </div>
      {!fits && (
        <button
          type="button"
          tabIndex={tabIndex}
          aria-expanded={!isFolded}
          onClick={() => fold(!isFolded)}
          className="target text-ember text-xs underline-offset-2 hover:underline"
        >
          {isFolded ? t("showAll") : t("showLess")}
        </button>
      )}
    </>
  );
}
