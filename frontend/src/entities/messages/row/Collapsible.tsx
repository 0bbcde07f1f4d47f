import clsx from "clsx";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isTall } from "./isTall";

type Props = { id: string; text: string; tabIndex: number; children: ReactNode };

/**
 * Clips a message that is taller than a screen. The page holds the whole text, for screen readers and for selection.
 */
export function Collapsible({ id, text, tabIndex, children }: Props) {
  if (!isTall(text)) return children;
  return (
    <Fold id={id} tabIndex={tabIndex}>
      {children}
    </Fold>
  );
}

/** Ids of messages that the person expanded. They stay expanded after they scroll out of view. */
const unfolded = new Set<string>();

function Fold({ id, tabIndex, children }: Omit<Props, "text">) {
  const { t } = useTranslation("messages");
  const box = useRef<HTMLDivElement>(null);
  const [fits, setFits] = useState(false);
  const [isFolded, setFolded] = useState(!unfolded.has(id));
  useLayoutEffect(() => {
    // A long line of code scrolls sideways and is as tall as a short one.
    if (isFolded && box.current) setFits(box.current.scrollHeight <= box.current.clientHeight);
  }, [isFolded]);
  const fold = (next: boolean) => {
    if (next) unfolded.delete(id);
    else unfolded.add(id);
    setFolded(next);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is clipped does not come into sight when a key brings the focus there */}
      <div
        ref={box}
        onFocus={({ target }) => target.matches(":focus-visible") && fold(false)}
        className={clsx(isFolded && !fits && "max-h-144 overflow-clip mask-b-from-[calc(100%-4rem)]")}
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
