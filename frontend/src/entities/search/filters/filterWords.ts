/**
 * The filters of a search, as the server reads them (search/query/vocabulary.py): their words by language, the first one
 * is written for people. `upTo` and `since` count the day itself, `before` and `after` do not.
 */
export const FILTERS = {
  from: { en: ["from"], ja: ["差出人", "送信者", "投稿者"] },
  in: { en: ["in"], ja: ["ルーム", "部屋"] },
  with: { en: ["with"], ja: ["相手"] },
  before: { en: ["before"], ja: ["より前"] },
  after: { en: ["after"], ja: ["より後"] },
  upTo: { en: [], ja: ["以前", "まで"] },
  since: { en: [], ja: ["以降", "から"] },
  on: { en: ["on"], ja: ["日付", "日"] },
  has: { en: ["has"], ja: ["含む"] },
  mentions: { en: ["mentions"], ja: ["メンション"] },
  is: { en: ["is"], ja: ["状態"] },
} as const;

export type FilterName = keyof typeof FILTERS;

const VALUES = {
  me: { en: ["me"], ja: ["自分", "私", "わたし"] },
  file: { en: ["file", "files"], ja: ["ファイル", "添付"] },
  image: { en: ["image", "images", "photo"], ja: ["画像", "写真"] },
  link: { en: ["link", "links", "url"], ja: ["リンク"] },
  reaction: { en: ["reaction", "reactions"], ja: ["リアクション"] },
  pin: { en: ["pin", "pins", "pinned"], ja: ["ピン留め", "ピン"] },
  thread: { en: ["thread", "threads"], ja: ["スレッド"] },
  unread: { en: ["unread"], ja: ["未読"] },
  today: { en: ["today"], ja: ["今日", "本日", "きょう"] },
  yesterday: { en: ["yesterday"], ja: ["昨日", "きのう", "前日"] },
} as const;

export type ValueName = keyof typeof VALUES;

/** The values of a filter that are words. */
export const VALUES_OF = {
  from: ["me"],
  in: [],
  with: [],
  before: ["today", "yesterday"],
  after: ["today", "yesterday"],
  upTo: ["today", "yesterday"],
  since: ["today", "yesterday"],
  on: ["today", "yesterday"],
  has: ["file", "image", "link", "reaction", "pin", "thread"],
  mentions: ["me"],
  is: ["unread"],
} as const satisfies Record<FilterName, readonly ValueName[]>;

/** The text that says what a filter with such a value does. */
type ValueKey = { [N in FilterName]: `values.${N}.${(typeof VALUES_OF)[N][number]}` }[FilterName];
export const valueKey = (filter: FilterName, value: ValueName) => `values.${filter}.${value}` as ValueKey;

type Words = Record<"en" | "ja", readonly string[]>;

export const filterWord = (name: FilterName, language: string) => wordIn(FILTERS[name], language);
export const valueWord = (name: ValueName, language: string) => wordIn(VALUES[name], language);

function wordIn({ en, ja }: Words, language: string): string {
  const [first = "", other = ""] = language === "ja" ? [ja[0], en[0]] : [en[0], ja[0]];
  return first || other;
}

export const filterWords = (name: FilterName): readonly string[] => wordsIn(FILTERS[name]);
export const valueWords = (name: ValueName): readonly string[] => wordsIn(VALUES[name]);

const wordsIn = ({ en, ja }: Words) => [...en, ...ja];

export function filterNamed(word: string): FilterName | undefined {
  return nameIn(FILTERS, word);
}

export function valueNamed(filter: FilterName, word: string): ValueName | undefined {
  const name = nameIn(VALUES, word);
  const values: readonly ValueName[] = VALUES_OF[filter];
  return name !== undefined && values.includes(name) ? name : undefined;
}

function nameIn<Name extends string>(table: Record<Name, Words>, word: string): Name | undefined {
  const wanted = word.normalize("NFKC").toLowerCase();
  return (Object.keys(table) as Name[]).find((name) => wordsIn(table[name]).includes(wanted));
}
