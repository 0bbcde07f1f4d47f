import type { RequestOptions } from "@/lib/http/request";
import { retryWhenRateLimited } from "@/lib/http/retry";
import type { Page } from "@/lib/protocol/types";
import { api } from "./api";

type Options = Pick<RequestOptions, "params" | "signal">;

/** Loads all pages of a keyset-paginated list. */
export async function allPages<T>(path: string, options: Options = {}): Promise<T[]> {
  const pages = await eachPage<Page<T>>(path, options);
  return pages.flatMap(({ results }) => results);
}

/** Loads a list that nearly always fits into one page. */
export async function wholeList<Key extends string, T>(path: string, key: Key, options: Options = {}): Promise<T[]> {
  const pages = await eachPage<{ [K in Key]: T[] } & { next?: string | null }>(path, options);
  return pages.flatMap((page) => page[key]);
}

async function eachPage<P extends { next?: string | null }>(path: string, { params, signal }: Options): Promise<P[]> {
  const pages = [await retryWhenRateLimited(() => api.get<P>(path, { params, signal }), signal)];
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) {
    const address = pathOf(next);
    pages.push(await retryWhenRateLimited(() => api.get<P>(address, { signal }), signal));
  }
  return pages;
}

/** Path and query of `next`: behind a proxy its host can be an internal one. */
export function pathOf(next: string) {
  const { pathname, search } = new URL(next, location.origin);
  return pathname + search;
}
