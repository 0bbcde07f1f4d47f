import { Info } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SearchNote } from "@/lib/protocol/types";

const KNOWN = [
  "filter_not_understood",
  "nobody_of_this_name",
  "no_such_room",
  "too_many_words",
  "too_many_filters",
  "index_incomplete",
] as const;
type Known = (typeof KNOWN)[number];

/** What the server says about the query, such as a filter that it did not understand. */
export function Notes({ notes }: { notes: readonly SearchNote[] }) {
  const { t } = useTranslation("search");
  if (notes.length === 0) return null;
  return (
    <ul className="mx-3 mb-2 flex flex-col gap-1 rounded-lg border border-line bg-raised px-3 py-2 text-sm">
      {notes.map(({ code, part }) => (
        <li key={code + part} className="flex items-start gap-2">
          <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
          <span>{t(`notes.${known(code)}`, { part })}</span>
        </li>
      ))}
    </ul>
  );
}

/** A newer server may have notes that this page does not know. */
const known = (code: string) => KNOWN.find((each): each is Known => each === code) ?? "filter_not_understood";
