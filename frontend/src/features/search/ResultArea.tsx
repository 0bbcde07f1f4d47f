import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { focusFirstResult, moveBetweenResults } from "@/entities/search/resultKeys";

type Props = {
  area: RefObject<HTMLDivElement | null>;
  /** ↓ was pressed in the field, and since then nothing else. */
  isAwaited: RefObject<boolean>;
  toField: () => void;
  children: ReactNode;
};

/** What stands below the field. The focus stays among the results while an answer replaces them. */
export function ResultArea({ area, isAwaited, toField, children }: Props) {
  const focused = useRef<HTMLElement>(null);
  const back = useRef(toField);
  useEffect(() => {
    back.current = toField;
  });
  useEffect(() => {
    const list = area.current;
    if (!list) return;
    const onChange = () => {
      const isLost = focused.current?.isConnected === false && isNowhere(list);
      if (!isLost && !isAwaited.current) return;
      const isFound = focusFirstResult(list);
      if (!isFound && isBusy(list)) return;
      isAwaited.current = false;
      if (!isFound) focused.current = null;
      if (isLost && !isFound) back.current();
    };
    const observer = new MutationObserver(onChange);
    observer.observe(list, { childList: true, subtree: true, attributeFilter: ["aria-busy"] });
    return () => observer.disconnect();
  }, [area, isAwaited]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the links in it
    <div
      ref={area}
      onFocus={({ target }) => {
        focused.current = target.closest<HTMLElement>("[data-result]");
      }}
      // A window that loses the focus keeps it in itself. React tells nothing of elements that it removes.
      onBlur={({ target }) => {
        if (document.activeElement !== target) focused.current = null;
      }}
      onKeyDown={(event) => moveBetweenResults(event, toField)}
      className="flex min-h-0 flex-1 flex-col"
    >
      {children}
    </div>
  );
}

/** Whether nothing has the focus: a dialog takes it where an element that had it is removed. */
const isNowhere = (list: Element) => document.activeElement === null || document.activeElement.contains(list);

const isBusy = (list: Element) => list.querySelector("[aria-busy=true]") !== null;
