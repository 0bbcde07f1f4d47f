import type { User } from "@/lib/protocol/types";
import { useNamesakes } from "@/realtime/cache/namesakes";

/**
 * A display name, followed by the username where another person has the same name. The username stays visible beside a
 * long name.
 */
export function PersonName({ user }: { user: User }) {
  const isShared = useNamesakes(({ ids }) => ids.has(user.id));
  if (!isShared) return <bdi>{user.display_name}</bdi>;
  return (
    <span className="inline-flex min-w-0 max-w-full items-baseline gap-1">
      <bdi className="min-w-0 truncate">{user.display_name}</bdi>
      <span className="max-w-[60%] shrink-0 truncate font-normal text-muted text-xs">
        <bdi>@{user.username}</bdi>
      </span>
    </span>
  );
}
