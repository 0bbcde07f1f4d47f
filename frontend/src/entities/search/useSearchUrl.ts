import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { FIELD } from "./field";
import { queryOf, type Search, searchIn, withoutMessage } from "./searchUrl";

/**
 * What an entry of the history is for the search. `opened`: the page before it has no search. `list`: the search was
 * changed beside a hit. `hit`: a hit is shown beside the list, which the entry with the key `list` shows.
 */
type Entry = { search?: "opened" | "list" | "hit"; list?: string };

/** The search in the URL. */
export function useSearchUrl() {
  const [params] = useSearchParams();
  const { pathname, key, state } = useLocation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const search = useMemo(() => searchIn(params), [params]);
  const entry = (state ?? {}) as Entry;
  const path = withoutMessage(pathname);

  /** What is searched anew is asked of the server anew. Going back shows the list as it was. */
  const refresh = ({ text, sort }: Search) =>
    void client.resetQueries({ queryKey: queryKeys.search(text, sort), exact: true });

  const change = (next: Search) => {
    refresh(next);
    const beside = entry.search === "hit";
    void navigate(
      { pathname: path, search: queryOf(next) },
      beside ? { state: { search: "list" } satisfies Entry } : { replace: true, state },
    );
  };
  const open = (text = "") => {
    if (search && !text) return focusField();
    if (search) return change({ ...search, text });
    void navigate(
      { pathname: path, search: queryOf({ text, sort: "newest" }) },
      { state: { search: "opened" } satisfies Entry },
    );
  };
  const close = () => void (entry.search === "opened" ? navigate(-1) : navigate(path, { replace: true }));
  /** The key of the entry that shows the list, and how a link leads to a hit beside it. */
  const list = entry.search === "hit" ? (entry.list ?? key) : key;
  const beside = { replace: entry.search === "hit", state: { search: "hit", list } satisfies Entry };
  return { search, open, change, close, list, beside };
}

function focusField() {
  const field = document.getElementById(FIELD);
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}
