import clsx from "clsx";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isTall } from "./isTall";

type Props = { id: string; text: string; tabIndex: number; children: ReactNode };

/** A message that is taller than a screen shows its beginning. All of it is in the page: for the ear, and for who selects it. */
export function Folded({ id, text, tabIndex, children }: Props) {
  if (!isTall(text)) return children;
  return (
    <Fold id={id} tabIndex={tabIndex}>
      {children}
    </Fold>
  );
}

/** Unfolded by hand: they stay so when they come back into view. */
const unfolded = new Set<string>();

function Fold({ id, tabIndex, children }: Omit<Props, "text">) {
  const { t } = useTranslation("messages");
  const box = useRef<HTMLDivElement>(null);
  const [fits, setFits] = useState(false);
  const [isFolded, setFolded] = useState(!unfolded.has(id));
  useLayoutEffect(() => {
    // A long line of code is scrolled sideways, and takes no more room than a short one.
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
