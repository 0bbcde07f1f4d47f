import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell, BellOff } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Tooltip } from "@/components/controls/Tooltip";
import { toast } from "@/components/overlay/Toast";
import { api } from "@/lib/api/api";
import { errorText } from "@/lib/i18n/errorText";
import type { Follow } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** Milliseconds in which the server makes who writes in a thread follow it. */
const FOLLOWED_WITHIN = 1_500;

type Props = {
  root: number;
  /** How often I have written in the thread. */
  mine: number;
};

/** Whether I am told of the replies in a thread. A site may have no inbox, and so no button. */
export function FollowButton({ root, mine }: Props) {
  const { t } = useTranslation("inbox");
  const { follows, change } = useFollow(root, mine);
  if (follows === undefined) return null;
  return (
    <div className="flex shrink-0 px-3 pb-1">
      <Tooltip text={follows ? t("followingHint") : t("followHint")}>
        <Button look="quiet" aria-pressed={follows} onClick={() => change(!follows)} className="px-2!">
          {follows ? <Bell aria-hidden="true" className="size-4" /> : <BellOff aria-hidden="true" className="size-4" />}
          {follows ? t("following") : t("follow")}
        </Button>
      </Tooltip>
    </div>
  );
}

function useFollow(root: number, mine: number) {
  const client = useQueryClient();
  const path = `/api/messages/${root}/follow/`;
  const { data } = useQuery({
    queryKey: queryKeys.follow(root),
    queryFn: ({ signal }) => api.get<Follow>(path, { signal }),
  });
  useEffect(() => {
    if (mine === 0) return;
    const timer = setTimeout(() => client.invalidateQueries({ queryKey: queryKeys.follow(root) }), FOLLOWED_WITHIN);
    return () => clearTimeout(timer);
  }, [client, root, mine]);
  const { mutate: change } = useMutation({
    mutationFn: async (follows: boolean) => {
      if (follows) await api.put<Follow>(path, { level: "all" });
      else await api.del(path);
    },
    onMutate: async (follows) => {
      await client.cancelQueries({ queryKey: queryKeys.follow(root) });
      const level = follows ? "all" : "mentions";
      client.setQueryData<Follow>(queryKeys.follow(root), (known) => known && { ...known, level });
    },
    onError: (error) => void toast.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.follow(root) }),
  });
  return { follows: data && data.level === "all", change };
}
