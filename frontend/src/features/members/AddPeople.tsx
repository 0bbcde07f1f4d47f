import { useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Avatar } from "@/components/display/Avatar";
import { FormError } from "@/components/form/FormError";
import { toast } from "@/components/overlay/Toast";
import { useNameOf } from "@/entities/people/useNameOf";
import { usePeople } from "@/entities/people/usePeople";
import { useKeptFocus } from "@/lib/hooks/useKeptFocus";
import type { Member, RoomSummary, User } from "@/lib/protocol/types";
import { useAddMember } from "./memberMutations";

type Props = { room: RoomSummary; query: string; members: readonly Member[] };

/** People who are called so and are not in the room. `members`: whom the same search found in it. */
export function AddPeople({ room, query, members }: Props) {
  const { t } = useTranslation("rooms");
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const kept = useKeptFocus(() => heading.current);
  const nameOf = useNameOf();
  const people = usePeople(query);
  const add = useAddMember(room.id);
  const here = new Set(members.map(({ user }) => user.id));
  const found = people.data?.filter((user) => !here.has(user.id)) ?? [];
  const bring = (user: User) => add.mutate(user, { onSuccess: () => toast(t("added", { name: nameOf(user) })) });
  if (found.length === 0 && !people.error) return null;
  return (
    <section aria-labelledby={id} {...kept} className="mt-4">
      <h3 ref={heading} id={id} tabIndex={-1} className="px-2 pb-1 font-medium text-muted text-xs outline-none">
        {t("notMembers")}
      </h3>
      <FormError error={add.error ?? people.error} className="mx-2 mb-2" />
      <ul>
        {found.map((user) => (
          <li key={user.id} className="flex items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-raised">
            <Avatar user={user} size="medium" />
            <div className="min-w-0 flex-1 text-sm leading-tight">
              <p className="truncate font-medium">
                <bdi>{user.display_name}</bdi>
              </p>
              <p className="truncate text-muted text-xs">
                <bdi>@{user.username}</bdi>
              </p>
            </div>
            <Button
              onClick={() => bring(user)}
              busy={add.isPending && add.variables?.id === user.id}
              aria-label={t("addNamed", { name: nameOf(user) })}
            >
              {t("addButton")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
