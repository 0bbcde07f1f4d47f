import type { QueryClient } from "@tanstack/react-query";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { Section } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Moves a section to a place in the list. It shows at once, and is undone if the request fails. */
export async function moveSection(client: QueryClient, id: number, position: number) {
  const before = client.getQueryData<readonly Section[]>(queryKeys.sections()) ?? [];
  client.setQueryData(queryKeys.sections(), moved(before, id, position));
  try {
    await api.patch<Section>(`/api/sections/${id}/`, { position });
  } catch (error) {
    client.setQueryData(queryKeys.sections(), before);
    toast.error(errorText(error));
  }
}

function moved(sections: readonly Section[], id: number, position: number): readonly Section[] {
  const section = sections.find((each) => each.id === id);
  const others = sections.filter((each) => each.id !== id);
  return section ? [...others.slice(0, position), section, ...others.slice(position)] : sections;
}
