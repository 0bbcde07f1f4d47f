/** What is searched. The URL holds it, so that going back returns to it. */
export type Search = { text: string; sort: Sort };

export const SORTS = ["newest", "best"] as const;
export type Sort = (typeof SORTS)[number];

const TEXT = "search";
const SORT = "sort";

/** The search that is open; null where none is. An open search may have no text yet. */
export function searchIn(params: URLSearchParams): Search | null {
  const text = params.get(TEXT);
  return text === null ? null : { text, sort: params.get(SORT) === "best" ? "best" : "newest" };
}

export function queryOf({ text, sort }: Search) {
  const params = new URLSearchParams({ [TEXT]: text });
  if (sort !== "newest") params.set(SORT, sort);
  return `?${params}`;
}

/** The path of a page without the message that it names: what is typed must not go to that message again. */
export const withoutMessage = (path: string) => path.replace(/^(\/rooms\/\d+)\/\d+\/?$/, "$1");
