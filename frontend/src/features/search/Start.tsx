import { Clock, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { type FilterName, filterWord, valueWord } from "@/entities/search/filters/filterWords";
import { forgetSearch, forgetSearches, recentSearches } from "./recentSearches";

type Props = { me: number; here: string; onSearch: (text: string) => void; onBegin: (text: string) => void };

/** Before anything is searched: what was searched lately, and the filters. `here`: the filter of the open room. */
export function Start({ me, here, onSearch, onBegin }: Props) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-1 pb-4">
      <Recent me={me} onSearch={onSearch} />
      <Filters here={here} onBegin={onBegin} />
    </div>
  );
}

function Recent({ me, onSearch }: Pick<Props, "me" | "onSearch">) {
  const { t } = useTranslation("search");
  const [recent, setRecent] = useState(() => recentSearches(me));
  const forget = (text: string) => {
    forgetSearch(me, text);
    setRecent(recentSearches(me));
  };
  const forgetAll = () => {
    forgetSearches(me);
    setRecent([]);
  };
  if (recent.length === 0) return null;
  return (
    <section className="mb-4">
      <div className="flex min-h-8 items-center justify-between pr-1 pl-3">
        <h3 className="font-medium text-muted text-xs">{t("recent")}</h3>
        <button
          type="button"
          onClick={forgetAll}
          className="rounded-lg px-2 py-1 text-muted text-xs hover:bg-raised hover:text-text pointer-coarse:min-h-11"
        >
          {t("forgetAll")}
        </button>
      </div>
      <ul>
        {recent.map((text) => (
          <li key={text} className="flex items-center">
            <button
              type="button"
              data-result={`recent-${text}`}
              onClick={() => onSearch(text)}
              className="target flex min-w-0 flex-1 items-center gap-2.5 rounded-lg px-3 text-left text-sm outline-offset-[-2px]! hover:bg-raised"
            >
              <Clock aria-hidden="true" className="size-4 shrink-0 text-muted" />
              <bdi className="min-w-0 truncate">{text}</bdi>
            </button>
            <IconButton label={t("forget", { text })} icon={X} onClick={() => forget(text)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const SHOWN: Record<"en" | "ja", readonly FilterName[]> = {
  en: ["from", "in", "with", "has", "before", "after", "on"],
  ja: ["from", "in", "with", "has", "upTo", "since", "on"],
};

function Filters({ here, onBegin }: Pick<Props, "here" | "onBegin">) {
  const { t, i18n } = useTranslation("search");
  const { language } = i18n;
  const whole = [
    {
      key: "me",
      text: `${filterWord("mentions", language)}:${valueWord("me", language)} `,
      does: t("does.me"),
    },
    {
      key: "unread",
      text: `${filterWord("is", language)}:${valueWord("unread", language)} `,
      does: t("does.is"),
    },
  ];
  return (
    <section>
      <h3 className="flex min-h-8 items-center px-3 font-medium text-muted text-xs">{t("narrow")}</h3>
      <ul>
        {here && <Filter text={here} does={t("here")} onBegin={onBegin} />}
        {SHOWN[language === "ja" ? "ja" : "en"].map((name) => (
          <Filter key={name} text={`${filterWord(name, language)}:`} does={t(`does.${name}`)} onBegin={onBegin} />
        ))}
        {whole.map(({ key, text, does }) => (
          <Filter key={key} text={text} does={does} onBegin={onBegin} />
        ))}
      </ul>
    </section>
  );
}

type FilterProps = { text: string; does: string; onBegin: (text: string) => void };

function Filter({ text, does, onBegin }: FilterProps) {
  return (
    <li>
      <button
        type="button"
        data-result={`filter-${text}`}
        onClick={() => onBegin(text)}
        className="target flex w-full items-center gap-3 rounded-lg px-3 text-left text-sm outline-offset-[-2px]! hover:bg-raised"
      >
        <bdi className="max-w-[60%] shrink-0 truncate rounded-md bg-raised px-1.5 py-0.5 text-xs">{text.trim()}</bdi>
        <span className="min-w-0 truncate text-muted">{does}</span>
      </button>
    </li>
  );
}
