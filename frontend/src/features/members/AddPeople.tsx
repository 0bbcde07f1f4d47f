import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Avatar } from "@/components/display/Avatar";
import { Field } from "@/components/form/Field";
import { FormError } from "@/components/form/FormError";
import { toast } from "@/components/overlay/Toast";
import { useNameOf } from "@/entities/people/useNameOf";
import { usePeople } from "@/entities/people/usePeople";
import { useDebounced } from "@/lib/hooks/useDebounced";
import type { Member, RoomSummary, User } from "@/lib/protocol/types";
import { useAddMember } from "./memberMutations";

export function AddPeople({ room, members }: { room: RoomSummary; members: Member[] }) {
  const { t } = useTranslation("rooms");
  const nameOf = useNameOf();
  const [typed, setTyped] = useState("");
  const people = usePeople(useDebounced(typed.trim()));
  const add = useAddMember(room.id);
  const here = new Set(members.map(({ user }) => user.id));
  const found = people.data?.filter(({ id }) => !here.has(id));
  const bring = (user: User) =>
    add.mutate(user, {
      onSuccess: () => {
        toast(t("added", { name: nameOf(user) }));
        setTyped("");
      },
    });
  return (
    <div className="px-2 pb-4">
      <Field
        label={t("addPeople")}
        type="search"
        placeholder={t("addPeopleSearch")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
      />
      <div aria-live="polite">
        <FormError error={add.error ?? people.error} className="mt-2" />
        {typed.trim() && found?.length === 0 && <p className="mt-2 text-muted text-sm">{t("noPeople")}</p>}
        {typed.trim() && found && (
          <ul className="-mx-2 mt-2">
            {found.map((user) => (
              <li key={user.id} className="flex items-center gap-3 rounded-lg px-2 py-1.5 hover:bg-raised">
                <Avatar user={user} size="medium" />
                <div className="min-w-0 flex-1 text-sm leading-tight">
                  <p className="truncate font-medium">{user.display_name}</p>
                  <p className="truncate text-muted text-xs">@{user.username}</p>
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
        )}
      </div>
    </div>
  );
}
