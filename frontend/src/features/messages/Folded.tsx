import clsx from "clsx";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isTall } from "./length";

type Props = { id: string; text: string; tabIndex: number; children: ReactNode };

/** Unfolded by hand: they stay so when they come back into view. */
const unfolded = new Set<string>();

/** A message that is taller than a screen shows its beginning. All of it is in the page: for the ear, and for who selects it. */
export function Folded({ id, text, tabIndex, children }: Props) {
  const [isFolded, setFolded] = useState(!unfolded.has(id));
  const { t } = useTranslation("messages");
  if (!isTall(text)) return children;
  const fold = (next: boolean) => {
    if (next) unfolded.delete(id);
    else unfolded.add(id);
    setFolded(next);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is clipped does not come into sight when a key brings the focus there */}
      <div
        data-folded={isFolded}
        onFocus={({ target }) => target.matches(":focus-visible") && fold(false)}
        className={clsx(isFolded && "max-h-144 overflow-clip mask-b-from-[calc(100%-4rem)]")}
      >
        {children}
      </div>
      <button
        type="button"
        tabIndex={tabIndex}
        aria-expanded={!isFolded}
        onClick={() => fold(!isFolded)}
        className="target text-ember text-xs underline-offset-2 hover:underline"
      >
        {isFolded ? t("showAll") : t("showLess")}
      </button>
    </>
  );
}
