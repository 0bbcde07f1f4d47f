import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Avatar } from "@/components/display/Avatar";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { toast } from "@/components/overlay/Toast";
import { hiddenPeopleQuery, hide } from "@/entities/moderation/hiddenPeople";
import { useNameOf } from "@/entities/people/useNameOf";
import { errorText } from "@/lib/i18n/errorText";
import type { User } from "@/lib/protocol/types";
import { queryKeys } from "@/realtime/cache/queryKeys";

/** The people whom I hide, and the way back. */
export function HiddenPeople() {
  const { t } = useTranslation("moderation");
  const { data, error, refetch } = useQuery(hiddenPeopleQuery);
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-14" />;
  if (data.results.length === 0) return <p className="text-muted text-sm">{t("nobodyHidden")}</p>;
  return (
    <ul className="flex flex-col">
      {data.results.map((user) => (
        <HiddenPerson key={user.id} user={user} />
      ))}
    </ul>
  );
}

function HiddenPerson({ user }: { user: User }) {
  const { t } = useTranslation("moderation");
  const client = useQueryClient();
  const name = useNameOf()(user);
  const show = useMutation({
    mutationFn: () => hide(user.id, false),
    onError: (error) => void toast.error(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.hiddenPeople() }),
  });
  return (
    <li className="flex items-center gap-3 py-1.5">
      <Avatar user={user} size="medium" />
      <div className="min-w-0 flex-1 text-sm leading-tight">
        <p className="truncate font-medium">
          <bdi>{user.display_name}</bdi>
        </p>
        <p className="truncate text-muted text-xs">
          <bdi>@{user.username}</bdi>
        </p>
      </div>
      <Button busy={show.isPending} aria-label={t("showAgainNamed", { name })} onClick={() => show.mutate()}>
        {t("showAgain")}
      </Button>
    </li>
  );
}
