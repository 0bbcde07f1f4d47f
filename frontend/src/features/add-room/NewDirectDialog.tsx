import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { FormError } from "@/components/form/FormError";
import { RetryNotice } from "@/components/form/RetryNotice";
import { Dialog } from "@/components/overlay/Dialog";
import { PersonName } from "@/entities/people/PersonName";
import { Portrait } from "@/entities/people/Portrait";
import { useNameOf } from "@/entities/people/useNameOf";
import { useOpenDirect } from "@/entities/people/useOpenDirect";
import { usePeople } from "@/entities/people/usePeople";
import { MOST_OTHERS } from "@/entities/rooms/limits";
import { useDebounced } from "@/lib/hooks/useDebounced";
import type { User } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";

type Props = { open: boolean; onClose: () => void };

/** Starts a direct room. Each set of people has one. */
export function NewDirectDialog({ open, onClose }: Props) {
  const { t } = useTranslation("rooms");
  return (
    <Dialog open={open} onClose={onClose} title={t("newTalk")} description={t("newTalkHint", { count: MOST_OTHERS })}>
      <NewDirect onClose={onClose} />
    </Dialog>
  );
}

function NewDirect({ onClose }: Pick<Props, "onClose">) {
  const { t } = useTranslation("rooms");
  const navigate = useNavigate();
  const direct = useOpenDirect();
  const [chosen, setChosen] = useState<readonly User[]>([]);
  const open = () =>
    direct.mutate(chosen, {
      onSuccess: ({ id }) => {
        onClose();
        navigate(`/rooms/${id}`);
      },
    });
  return (
    <>
      <Chosen people={chosen} onRemove={(user) => setChosen(chosen.filter((each) => each !== user))} />
      {chosen.length < MOST_OTHERS ? (
        <Finder without={chosen} onChoose={(user) => setChosen([...chosen, user])} />
      ) : (
        <p className="text-muted text-sm">{t("talkFull")}</p>
      )}
      <FormError error={direct.error} className="mt-3" />
      <RetryNotice busy={direct.isPending} className="mt-3" />
      <Button look="primary" disabled={chosen.length === 0} busy={direct.isPending} onClick={open} className="mt-4">
        {t("startTalk")}
      </Button>
    </>
  );
}

type ChosenProps = { people: readonly User[]; onRemove: (user: User) => void };

function Chosen({ people, onRemove }: ChosenProps) {
  const { t } = useTranslation("rooms");
  const nameOf = useNameOf();
  if (people.length === 0) return null;
  return (
    <ul aria-label={t("chosen")} className="mb-3 flex flex-wrap gap-1.5">
      {people.map((user) => (
        <li key={user.id}>
          <button
            type="button"
            aria-label={t("unchoose", { name: nameOf(user) })}
            onClick={() => onRemove(user)}
            className="target flex max-w-60 items-center gap-1.5 rounded-full bg-raised px-3 text-sm hover:bg-selected"
          >
            <span className="truncate">
              <PersonName user={user} />
            </span>
            <X aria-hidden="true" className="size-3.5 shrink-0 text-muted" />
          </button>
        </li>
      ))}
    </ul>
  );
}

type FinderProps = { without: readonly User[]; onChoose: (user: User) => void };

function Finder({ without, onChoose }: FinderProps) {
  const { t } = useTranslation("rooms");
  const me = useSession((state) => state.user?.id);
  const [typed, setTyped] = useState("");
  const people = usePeople(useDebounced(typed.trim()));
  const taken = new Set([me, ...without.map(({ id }) => id)]);
  const found = typed.trim() ? people.data?.filter(({ id }) => !taken.has(id)) : [];
  const choose = (user: User) => {
    onChoose(user);
    setTyped("");
  };
  return (
    <>
      <Field
        label={t("people")}
        type="search"
        placeholder={t("addPeopleSearch")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
      />
      <div aria-live="polite">
        <FormError error={people.error} className="mt-2" />
        {typed.trim() && found?.length === 0 && <p className="mt-2 text-muted text-sm">{t("nobodyFound")}</p>}
        <ul className="-mx-2 mt-2 max-h-60 overflow-y-auto">
          {found?.map((user) => (
            <li key={user.id}>
              <button
                type="button"
                onClick={() => choose(user)}
                className="target flex w-full items-center gap-3 rounded-lg px-2 py-1.5 text-left text-sm hover:bg-raised"
              >
                <Portrait user={user} size="medium" />
                <span className="min-w-0 flex-1 truncate font-medium">
                  <bdi>{user.display_name}</bdi>
                </span>
                <span className="truncate text-muted text-xs">
                  <bdi>@{user.username}</bdi>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
