import { Paperclip } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { Avatar } from "@/components/display/Avatar";
import { QuotedPicture } from "@/entities/files/QuotedPicture";
import { fileWords, messageWords } from "@/entities/messages/messageWords";
import { pathTo } from "@/entities/messages/permalink";
import { PersonName } from "@/entities/people/PersonName";
import { RoomName } from "@/entities/rooms/RoomName";
import { Excerpt } from "@/entities/search/Excerpt";
import { useHitLink } from "@/entities/search/useHitLink";
import { fullDate, moment } from "@/lib/i18n/dates";
import type { File, FoundMessage, FoundNeighbour, RoomSummary, User } from "@/lib/protocol/types";

type Props = { found: FoundMessage; room: RoomSummary };

/** A message that was found: who, where, when, the text around the match, and a line of what stands before and after. */
export function Hit({ found, room }: Props) {
  const { i18n } = useTranslation();
  const linkTo = useHitLink();
  const { pathname } = useLocation();
  const { message, before, after } = found;
  const path = pathTo(message);
  const at = new Date(message.created_at);
  const files = message.files ?? [];
  return (
    <Link
      {...linkTo(path, message.thread !== null)}
      aria-current={pathname === path}
      data-result={`message-${message.id}`}
      className="block rounded-xl px-3 py-2.5 outline-offset-[-2px]! hover:bg-raised aria-[current=true]:bg-selected"
    >
      <span className="flex items-center gap-2 text-sm">
        <Avatar user={message.author} size="small" />
        <span className="min-w-0 shrink truncate font-semibold">
          <PersonName user={message.author} />
        </span>
        <span className="min-w-0 flex-1 truncate text-muted text-xs">
          {room.kind !== "direct" && <span aria-hidden="true">#</span>}
          {!isNamedAfter(room, message.author) && <RoomName room={room} />}
        </span>
        <time dateTime={message.created_at} title={fullDate(at, i18n.language)} className="shrink-0 text-muted text-xs">
          {moment(at, i18n.language)}
        </time>
      </span>
      <span className="mt-1 block pl-8">
        <Context message={before} />
        <span className="block">
          {message.text && (
            <span dir="auto" className="line-clamp-4 text-sm leading-relaxed">
              <Excerpt found={found} />
            </span>
          )}
          <Files files={files} />
        </span>
        <Context message={after} />
      </span>
    </Link>
  );
}

/** A room of two has the name of the other person. */
const isNamedAfter = ({ kind, people }: RoomSummary, { id }: User) =>
  kind === "direct" && people.length === 1 && people[0]?.id === id;

/** A message beside the hit, in one line. */
function Context({ message }: { message: FoundNeighbour | null }) {
  const text = message && messageWords({ ...message, deleted_at: null });
  if (!message || !text) return null;
  return (
    <span className="block truncate text-muted text-xs leading-5">
      <PersonName user={message.author} />
      {": "}
      <bdi>{text}</bdi>
    </span>
  );
}

function Files({ files }: { files: readonly File[] }) {
  const [first, ...others] = files;
  if (!first) return null;
  return (
    <span className="flex items-center gap-1.5 text-muted text-xs leading-6">
      <Paperclip aria-hidden="true" className="size-3.5 shrink-0" />
      <QuotedPicture files={files} />
      <bdi className="min-w-0 truncate">{others.length === 0 ? first.name : fileWords(files)}</bdi>
    </span>
  );
}
