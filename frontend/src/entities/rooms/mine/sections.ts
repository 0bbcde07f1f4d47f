import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "@/lib/api/api";
import { deviceStorage } from "@/lib/browser/storage";
import type { Section } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { queryKeys } from "@/realtime/cache/queryKeys";

const keyOf = (user: number) => `irori.sections.${user}`;

/**
 * The sections of my list, in their order. This device keeps them, so that the list has its headings at once; `hello`
 * and frames keep them current.
 */
export function useSections(): readonly Section[] {
  const me = useSession((state) => state.user?.id) ?? 0;
  const { data = NONE } = useQuery({
    queryKey: queryKeys.sections(),
    queryFn: async ({ signal }) =>
      (await api.get<{ sections: readonly Section[] }>("/api/sections/", { signal })).sections,
    initialData: () => stored(me),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => store(me, data), [me, data]);
  return data;
}

const NONE: readonly Section[] = [];

function stored(user: number): readonly Section[] | undefined {
  try {
    const kept: unknown = JSON.parse(deviceStorage.get(keyOf(user)) ?? "null");
    return Array.isArray(kept) ? kept.filter(isSection) : undefined;
  } catch {
    return undefined;
  }
}

const isSection = (kept: Partial<Section> | null): kept is Section =>
  typeof kept?.id === "number" && typeof kept.name === "string";

function store(user: number, sections: readonly Section[]) {
  deviceStorage.set(keyOf(user), JSON.stringify(sections));
}
