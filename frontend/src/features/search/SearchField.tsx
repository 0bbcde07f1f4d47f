import { Search, X } from "lucide-react";
import { type CompositionEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavigationType, useLocation, useNavigationType } from "react-router";
import { IconButton } from "@/components/controls/IconButton";
import { FIELD } from "@/entities/search/field";
import { Offers } from "@/entities/search/filters/Offers";
import type { useFilterKeys } from "@/entities/search/filters/useFilterKeys";
import { placeIn } from "@/entities/search/lastPlace";
import { isSendKey } from "@/lib/browser/enterKey";
import { isOfInputMethod } from "@/lib/browser/inputMethod";

const OFFERS = "search-offers";
/** Characters that the server reads. */
const LONGEST = 500;

type Props = {
  field: RefObject<HTMLInputElement | null>;
  typed: string;
  filters: ReturnType<typeof useFilterKeys>;
  onType: (text: string) => void;
  onCompose: (isComposing: boolean) => void;
  onSubmit: () => void;
  /** Another key, or leaving the field. */
  onStay: () => void;
  /** ↓: into the results. */
  onDown: () => void;
};

export function SearchField({ field, typed, filters, onType, onCompose, onSubmit, onStay, onDown }: Props) {
  const { t } = useTranslation("search");
  useFocusOnOpen(field);
  const composition = useRef({ endedAt: Number.NEGATIVE_INFINITY });
  const { offers, active } = filters;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    onStay();
    if (filters.take(event)) return;
    const { nativeEvent } = event;
    if (isSendKey(nativeEvent, composition.current, "send")) {
      event.preventDefault();
      onSubmit();
    } else if (nativeEvent.key === "ArrowDown" && !isOfInputMethod(nativeEvent)) {
      event.preventDefault();
      onDown();
    }
  };
  const onCompositionEnd = (event: CompositionEvent) => {
    composition.current.endedAt = event.timeStamp;
    onCompose(false);
  };
  const clear = () => {
    onType("");
    field.current?.focus();
  };
  return (
    <search className="relative min-w-0 flex-1">
      <div className="flex items-center gap-1 rounded-lg border border-edge bg-surface pl-2.5 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-focus">
        <Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <input
          ref={field}
          id={FIELD}
          dir="auto"
          role="combobox"
          aria-label={t("title")}
          aria-expanded={offers.length > 0}
          aria-controls={OFFERS}
          aria-autocomplete="list"
          aria-activedescendant={active && `${OFFERS}-${active.key}`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="search"
          enterKeyHint="search"
          maxLength={LONGEST}
          placeholder={t("placeholder")}
          value={typed}
          onChange={(event) => {
            onType(event.target.value);
            filters.look();
          }}
          onSelect={filters.look}
          onBlur={() => {
            filters.close();
            onStay();
          }}
          onKeyDown={onKeyDown}
          onCompositionStart={() => onCompose(true)}
          onCompositionEnd={onCompositionEnd}
          className="target min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted md:text-sm"
        />
        {typed && <IconButton label={t("clear")} icon={X} onClick={clear} />}
      </div>
      <Offers id={OFFERS} offers={offers} active={active} onChoose={filters.choose} />
    </search>
  );
}

/** Somebody who comes back to a list has the focus on the result that they opened. */
function useFocusOnOpen(field: RefObject<HTMLInputElement | null>) {
  const { key } = useLocation();
  const isBack = useNavigationType() === NavigationType.Pop && placeIn(key) !== undefined;
  const [takesFocus] = useState(!isBack);
  // Before the first paint: people type as soon as they see the field.
  useLayoutEffect(() => {
    const box = field.current;
    if (!takesFocus || !box) return;
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }, [field, takesFocus]);
}
