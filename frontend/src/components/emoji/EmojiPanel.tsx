import clsx from "clsx";
import { EmojiPicker, type EmojiPickerListEmojiProps, type EmojiPickerListRowProps } from "frimousse";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LoadFailureNotice } from "@/components/lazy/LoadFailureNotice";
import { isOfInputMethod } from "@/lib/browser/inputMethod";
import { useLazyModule } from "@/lib/lazy/useLazyModule";
import { pickerData } from "./pickerData";
import { recentEmoji } from "./recentEmoji";
import { useEnterAfterSearch } from "./useEnterAfterSearch";

const COLUMNS = 8;
/** A row of results may hold fewer than all columns. */
const cell = "grid h-10 w-1/8 shrink-0 place-items-center rounded-lg text-2xl";

export function EmojiPanel({ onPick }: { onPick: (emoji: string) => void }) {
  const { t, i18n } = useTranslation("emoji");
  const data = pickerData(i18n.language);
  const { module: loaded, failure } = useLazyModule(data);
  const { onSearch, holdEnter } = useEnterAfterSearch();
  if (failure) return <LoadFailureNotice failure={failure} onRetry={() => data.load().catch(() => {})} />;
  if (!loaded) return <p className="p-6 text-center text-muted text-sm">{t("loading")}</p>;
  return (
    <EmojiPicker.Root
      locale={i18n.language}
      resolveEmojiData={() => loaded}
      columns={COLUMNS}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      // Keys of an input method must not move the picker's selection.
      onKeyDownCapture={(event) => (isOfInputMethod(event.nativeEvent) ? event.stopPropagation() : holdEnter(event))}
      className="flex h-full flex-col"
    >
      <EmojiPicker.Search
        onChange={onSearch}
        aria-label={t("search")}
        placeholder={t("search")}
        dir="auto"
        autoFocus={matchMedia("(pointer: fine)").matches}
        className="h-11 shrink-0 border-line border-b bg-transparent px-4 text-base outline-none placeholder:text-muted md:text-sm"
      />
      <Favourites onPick={onPick} />
      <EmojiPicker.Viewport className="min-h-0 flex-1 outline-none">
        <EmojiPicker.Loading className="block p-6 text-center text-muted text-sm">{t("loading")}</EmojiPicker.Loading>
        <EmojiPicker.Empty className="block p-6 text-center text-muted text-sm">{t("none")}</EmojiPicker.Empty>
        <EmojiPicker.List className="select-none px-2 pb-2" components={{ CategoryHeader, Row, Emoji }} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}

function Favourites({ onPick }: { onPick: (emoji: string) => void }) {
  const { t } = useTranslation("emoji");
  const [emoji] = useState(recentEmoji);
  return (
    <fieldset className="flex shrink-0 border-line border-b px-2 py-1">
      <legend className="sr-only">{t("recent")}</legend>
      {emoji.map((each) => (
        <button key={each} type="button" onClick={() => onPick(each)} className={clsx(cell, "hover:bg-raised")}>
          {each}
        </button>
      ))}
    </fieldset>
  );
}

function CategoryHeader({ category, ...props }: { category: { label: string } }) {
  return (
    <div {...props} className="bg-overlay px-2 py-1.5 font-medium text-muted text-xs">
      {category.label}
    </div>
  );
}

const fromOne = (index: number | undefined) => (index === undefined ? undefined : index + 1);

/** ARIA counts rows and columns from 1 and the library from 0. The library also scrolls one row too little. */
function Row(props: EmojiPickerListRowProps) {
  const counted = { ...props, "aria-rowindex": fromOne(props["aria-rowindex"]) };
  return <div {...counted} className="scroll-my-10" />;
}

function Emoji({ emoji, ...props }: EmojiPickerListEmojiProps) {
  const counted = { ...props, "aria-colindex": fromOne(props["aria-colindex"]) };
  return (
    <button
      {...counted}
      type="button"
      className={clsx(cell, emoji.isActive && "bg-selected inset-ring-2 inset-ring-focus/70")}
    >
      {emoji.emoji}
    </button>
  );
}
