/** The filters of a search, as search/query on the server reads them: their words, and the values that are words too. */
export const FILTERS = {
  from: { en: "from", ja: "差出人" },
  in: { en: "in", ja: "ルーム" },
  with: { en: "with", ja: "相手" },
  before: { en: "before", ja: "以前" },
  after: { en: "after", ja: "以降" },
  on: { en: "on", ja: "日付" },
  has: { en: "has", ja: "種類" },
  mentions: { en: "mentions", ja: "メンション" },
  is: { en: "is", ja: "状態" },
} as const;

export type FilterName = keyof typeof FILTERS;

export const VALUES = {
  me: { en: "me", ja: "自分" },
  file: { en: "file", ja: "ファイル" },
  image: { en: "image", ja: "画像" },
  link: { en: "link", ja: "リンク" },
  reaction: { en: "reaction", ja: "リアクション" },
  pin: { en: "pin", ja: "ピン留め" },
  thread: { en: "thread", ja: "スレッド" },
  unread: { en: "unread", ja: "未読" },
  today: { en: "today", ja: "今日" },
  yesterday: { en: "yesterday", ja: "昨日" },
} as const;

export type ValueName = keyof typeof VALUES;

/** The values of a filter that are words. */
export const VALUES_OF = {
  from: ["me"],
  in: [],
  with: [],
  before: ["today", "yesterday"],
  after: ["yesterday"],
  on: ["today", "yesterday"],
  has: ["file", "image", "link", "reaction", "pin", "thread"],
  mentions: ["me"],
  is: ["unread"],
} as const satisfies Record<FilterName, readonly ValueName[]>;

/** The text that says what a filter with such a value does. */
type ValueKey = { [N in FilterName]: `values.${N}.${(typeof VALUES_OF)[N][number]}` }[FilterName];
export const valueKey = (filter: FilterName, value: ValueName) => `values.${filter}.${value}` as ValueKey;

type Language = "en" | "ja";

export const filterWord = (name: FilterName, language: string) => FILTERS[name][languageOf(language)];
export const valueWord = (name: ValueName, language: string) => VALUES[name][languageOf(language)];

const languageOf = (language: string): Language => (language === "ja" ? "ja" : "en");

export function filterNamed(word: string): FilterName | undefined {
  return nameIn(FILTERS, word);
}

export function valueNamed(filter: FilterName, word: string): ValueName | undefined {
  const name = nameIn(VALUES, word);
  const values: readonly ValueName[] = VALUES_OF[filter];
  return name !== undefined && values.includes(name) ? name : undefined;
}

function nameIn<Name extends string>(table: Record<Name, Record<Language, string>>, word: string): Name | undefined {
  const wanted = word.normalize("NFKC").toLowerCase();
  return (Object.keys(table) as Name[]).find((name) => table[name].en === wanted || table[name].ja === wanted);
}
