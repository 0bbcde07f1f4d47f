import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { Avatar } from "@/components/display/Avatar";
import { FormError } from "@/components/form/FormError";
import { FileIcon } from "@/entities/files/FileIcon";
import { FileName } from "@/entities/files/FileName";
import { pathTo } from "@/entities/messages/permalink";
import { useOpenDirect } from "@/entities/people/useOpenDirect";
import { RoomIcon } from "@/entities/rooms/RoomIcon";
import { RoomName } from "@/entities/rooms/RoomName";
import { useHitLink } from "@/entities/search/useHitLink";
import type { FoundFile, RoomSummary, SearchPage, User } from "@/lib/protocol/types";

type Props = { page: SearchPage; rooms: ReadonlyMap<number, RoomSummary> };

const rowClass =
  "target flex w-full items-center gap-2 rounded-lg px-3 py-1 text-left text-sm outline-offset-[-2px]! hover:bg-raised";

/** The rooms, people and files of these words, above the messages. */
export function FirstFinds({ page, rooms }: Props) {
  const { t } = useTranslation("search");
  const files = page.files.filter(({ room }) => rooms.has(room));
  const found = page.rooms.flatMap(({ id }) => rooms.get(id) ?? []);
  const isNothing = found.length === 0 && page.people.length === 0 && files.length === 0;
  if (isNothing) return null;
  return (
    <div className="mb-2 border-line border-b pb-2">
      {(found.length > 0 || page.people.length > 0) && (
        <section>
          <Heading text={t("roomsAndPeople")} />
          {found.map((room) => (
            <FoundRoom key={room.id} room={room} />
          ))}
          <People people={page.people} />
        </section>
      )}
      {files.length > 0 && (
        <section>
          <Heading text={t("files")} />
          {files.map((each) => (
            <NamedFile key={each.file.id} found={each} room={rooms.get(each.room)} />
          ))}
        </section>
      )}
    </div>
  );
}

export function Heading({ text }: { text: string }) {
  return <h3 className="px-3 pt-1 pb-0.5 font-medium text-muted text-xs">{text}</h3>;
}

function FoundRoom({ room }: { room: RoomSummary }) {
  const linkTo = useHitLink();
  return (
    <Link {...linkTo(`/rooms/${room.id}`)} data-result={`room-${room.id}`} className={rowClass}>
      <RoomIcon room={room} />
      <span className="min-w-0 truncate">
        <RoomName room={room} />
      </span>
    </Link>
  );
}

/** Choosing a person opens the direct room of the two of us. */
function People({ people }: { people: readonly User[] }) {
  const direct = useOpenDirect();
  const navigate = useNavigate();
  const linkTo = useHitLink();
  const enter = ({ id }: RoomSummary) => {
    const { to, ...options } = linkTo(`/rooms/${id}`);
    void navigate(to, options);
  };
  return (
    <>
      {people.map((person) => (
        <button
          key={person.id}
          type="button"
          data-result={`person-${person.id}`}
          onClick={() => !direct.isPending && direct.mutate([person], { onSuccess: enter })}
          className={rowClass}
        >
          <Avatar user={person} size="small" />
          <bdi className="min-w-0 truncate">{person.display_name}</bdi>
          <span className="min-w-0 truncate text-muted text-xs">
            <bdi>@{person.username}</bdi>
          </span>
        </button>
      ))}
      <FormError error={direct.error} className="mx-3 my-1" />
    </>
  );
}

function NamedFile({ found: { file, room, message, seq }, room: summary }: { found: FoundFile; room?: RoomSummary }) {
  const linkTo = useHitLink();
  return (
    <Link
      {...linkTo(pathTo({ room, seq, thread: null }))}
      data-result={`file-${message}-${file.id}`}
      className={rowClass}
    >
      <span className="grid size-6 shrink-0 place-items-center">
        <FileIcon type={file.type} className="size-4 text-muted" />
      </span>
      <FileName name={file.name} />
      {summary && (
        <span className="ml-auto max-w-[40%] shrink-0 truncate text-muted text-xs">
          <RoomName room={summary} />
        </span>
      )}
    </Link>
  );
}
