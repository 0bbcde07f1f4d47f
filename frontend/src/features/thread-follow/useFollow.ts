import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { Follow } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Milliseconds after which the server has made who writes in a thread follow it, and where it is busy. */
const FOLLOWED_AFTER = [1_500, 5_000, 15_000];

export type ThreadWish = Pick<Follow, "muted_until"> & { level: "all" | "mentions" | "nothing" };

/** What I want of a thread; undefined until that is known, and on a site without an inbox. `mine`: my replies in it. */
export function useFollow(root: number, mine: number) {
  const client = useQueryClient();
  const queryKey = queryKeys.follow(root);
  const path = `/api/messages/${root}/follow/`;
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => api.get<Follow>(path, { signal }) });
  const written = useRef(mine);
  useEffect(() => {
    // What the answer said at first is so, however much I had written by then.
    if (mine <= written.current) return;
    const key = queryKeys.follow(root);
    const follows = () => client.getQueryData<Follow>(key)?.level === "all";
    const look = () => {
      if (follows()) written.current = mine;
      else void client.invalidateQueries({ queryKey: key });
    };
    const timers = FOLLOWED_AFTER.map((wait) => setTimeout(look, wait));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
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
