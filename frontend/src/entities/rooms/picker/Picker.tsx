import clsx from "clsx";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { FormError } from "@/components/form/FormError";
import { overlayClass } from "@/components/overlay/Dialog";
import { useFocusBack } from "@/components/overlay/useFocusBack";
import { useRadix } from "@/components/radix/useRadix";
import { leaveToInputMethod } from "@/lib/browser/inputMethod";
import { ResultList } from "./ResultList";
import type { PickerOptions, UseResults } from "./results";
import { useListKeys } from "./useListKeys";

const LIST = "picker-results";

const panel = clsx(
  "fixed z-40 flex flex-col bg-overlay [--ground:var(--color-overlay)] shadow-float outline-none",
  "max-sm:safe max-sm:inset-0 sm:top-[12dvh] sm:left-1/2 sm:max-h-[70dvh] sm:w-[min(34rem,calc(100vw-2rem))] sm:-translate-x-1/2",
  "overflow-hidden border-line sm:animate-rise sm:rounded-2xl sm:border",
);

type Props = PickerOptions & { title: string; useResults: UseResults; onClose: () => void };

/** A dialog with a search field, and under it what the sources find for the typed text. */
export function Picker({ title, useResults, onClose, ...options }: Props) {
  const { t } = useTranslation(["switcher", "app"]);
  const [typed, setTyped] = useState("");
  const { results, isSearching, error } = useResults(typed, options);
  const { active, point, keys } = useListKeys(results);
  const focusBack = useFocusBack(true);
  const Dialog = useRadix(true)?.Dialog;
  if (!Dialog) return null;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={overlayClass} />
        <Dialog.Content
          className={panel}
          aria-describedby={undefined}
          onEscapeKeyDown={leaveToInputMethod}
          onCloseAutoFocus={focusBack}
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          <div className="flex items-center gap-2 border-line border-b pr-2 pl-4">
            <input
              dir="auto"
              role="combobox"
              aria-label={title}
              aria-expanded={results.length > 0}
              aria-controls={LIST}
              aria-autocomplete="list"
              aria-activedescendant={active && `${LIST}-${active.key}`}
              autoComplete="off"
              spellCheck={false}
              enterKeyHint="go"
              placeholder={t("placeholder")}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              {...keys}
              className="h-14 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted"
            />
            <IconButton label={t("app:close")} icon={X} onClick={onClose} />
          </div>
          <FormError error={error} className="p-2" />
          <ResultList id={LIST} results={results} active={active} onPoint={point} />
          <p
            role="status"
            className={clsx(results.length > 0 || isSearching ? "sr-only" : "p-6 text-center text-muted")}
          >
            {!isSearching && (results.length === 0 ? t("foundNothing") : t("found", { count: results.length }))}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
