import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Dialog } from "@/components/overlay/Dialog";
import { SECTION_LENGTH } from "@/entities/rooms/limits";
import { usePreferences } from "@/entities/rooms/mine/preferences";
import type { RoomSummary, Section } from "@/lib/protocol/types";
import { useCreateSection } from "./queries";

type Props = { room: RoomSummary; sections: readonly Section[]; onClose: () => void };

/** Moves a room under one of my own headings, or under a new one. */
export function MoveDialog({ room, sections, onClose }: Props) {
  const { t } = useTranslation("rooms");
  const { mutate: prefer } = usePreferences(room.id);
  const create = useCreateSection();
  const move = (section: number | null) => {
    // A favourite would stay under the favourites.
    prefer({ section, favourite: false });
    onClose();
  };
  const now = room.favourite ? undefined : (sections.find(({ id }) => id === room.section)?.id ?? null);
  const send = async ({ name = "" }: Record<string, string>) => move((await create.mutateAsync(name)).id);
  return (
    <Dialog open onClose={onClose} title={t("moveTitle", { name: room.name })}>
      <ul className="-mx-2 mb-4 flex flex-col">
        {sections.map(({ id, name }) => (
          <Place key={id} name={name} isHere={now === id} onMove={() => move(id)} />
        ))}
        <Place
          name={room.kind === "direct" ? t("directRooms") : t("rooms")}
          isHere={now === null}
          onMove={() => move(null)}
        />
      </ul>
      <Form send={send}>
        {({ fields, busy }) => (
          <>
            <Field
              label={t("newSection")}
              name="name"
              required
              maxLength={SECTION_LENGTH}
              autoComplete="off"
              errors={fields.name}
            />
            <Button type="submit" busy={busy}>
              {t("createAndMove")}
            </Button>
          </>
        )}
      </Form>
    </Dialog>
  );
}

function Place({ name, isHere, onMove }: { name: string; isHere: boolean; onMove: () => void }) {
  return (
    <li>
      <button
        type="button"
        aria-current={isHere}
        onClick={onMove}
        className="target flex w-full items-center gap-3 rounded-lg px-2 text-left text-sm hover:bg-raised aria-[current=true]:font-semibold"
      >
        <span className="bounded min-w-0 flex-1 truncate">{name}</span>
        {isHere && <Check aria-hidden="true" className="size-4 shrink-0" />}
      </button>
    </li>
  );
}
