import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { Follow } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Milliseconds in which the server makes who writes in a thread follow it. */
const FOLLOWED_WITHIN = 1_500;

export type ThreadWish = Pick<Follow, "muted_until"> & { level: "all" | "mentions" | "nothing" };

/** What I want of a thread; undefined until that is known, and on a site without an inbox. `mine`: my replies in it. */
export function useFollow(root: number, mine: number) {
  const client = useQueryClient();
  const queryKey = queryKeys.follow(root);
  const path = `/api/messages/${root}/follow/`;
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => api.get<Follow>(path, { signal }) });
  useEffect(() => {
    if (mine === 0) return;
    const timer = setTimeout(() => client.invalidateQueries({ queryKey: queryKeys.follow(root) }), FOLLOWED_WITHIN);
    return () => clearTimeout(timer);
  }, [client, root, mine]);
  const { mutate: wish } = useMutation({
    mutationFn: ({ level, muted_until }: ThreadWish) => api.put<Follow>(path, { level, muted_until }),
    onMutate: async (wanted) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData<Follow>(queryKey, (known) => known && { ...known, ...wanted });
    },
    onError: (error) => void toast.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
  return { wanted: data as ThreadWish | undefined, wish };
}
