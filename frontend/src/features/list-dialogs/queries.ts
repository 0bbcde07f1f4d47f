import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api/api";
import { useIdempotencyKey } from "@/lib/http/useIdempotencyKey";
import type { Section } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** The answer and the frame about the same change race: each change of the list may come twice. */
function changeList(client: QueryClient, change: (sections: readonly Section[]) => readonly Section[]) {
  client.setQueryData<readonly Section[]>(queryKeys.sections(), (sections = []) => change(sections));
}

export function useCreateSection() {
  const client = useQueryClient();
  const withKey = useIdempotencyKey();
  return useMutation({
    mutationFn: (name: string) => withKey(name, (keyed) => api.post<Section>("/api/sections/", { name }, keyed)),
    onSuccess: (made) =>
      changeList(client, (known) => (known.some(({ id }) => id === made.id) ? known : [...known, made])),
  });
}

export function useRenameSection(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api.patch<Section>(`/api/sections/${id}/`, { name }),
    onSuccess: (renamed) => changeList(client, (known) => known.map((each) => (each.id === id ? renamed : each))),
  });
}

export function useDeleteSection(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.del(`/api/sections/${id}/`),
    onSuccess: () => changeList(client, (known) => known.filter((each) => each.id !== id)),
  });
}
