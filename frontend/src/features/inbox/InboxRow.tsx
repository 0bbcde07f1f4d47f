import clsx from "clsx";
import { Check, MailOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { IconButton } from "@/components/controls/IconButton";
import { Avatar } from "@/components/display/Avatar";
import { messageWords } from "@/entities/messages/messageWords";
import { pathTo } from "@/entities/messages/permalink";
import { PersonName } from "@/entities/people/PersonName";
import { useNameOf } from "@/entities/people/useNameOf";
import { RoomName } from "@/entities/rooms/RoomName";
import { fullDate, moment } from "@/lib/i18n/dates";
import type { InboxItem, RoomSummary } from "@/lib/protocol/types";
import { ITEM, itemKeys, leaveRow } from "./itemKeys";
import { useMark } from "./queries";

const KINDS = ["mention", "direct", "here", "reply", "keyword"] as const;

/** One message that I am told of. Opening it marks it as done. */
export function InboxRow({ item, room }: { item: InboxItem; room: RoomSummary }) {
  const { t, i18n } = useTranslation("inbox");
  const { mutate } = useMark();
  const nameOf = useNameOf();
  const { id, message, done } = item;
  const at = new Date(message.created_at);
  const kind = KINDS.find((each) => each === item.kind);
  const name = nameOf(message.author);
  const mark = (state: "done" | "undone") => mutate({ ids: [id], state });
  return (
    <li className="group flex items-start rounded-xl hover:bg-raised">
      <Link
        to={pathTo(message)}
        onClick={() => done || mark("done")}
        onKeyDown={itemKeys(() => mark(done ? "undone" : "done"))}
        {...{ [ITEM]: "" }}
        className="min-w-0 flex-1 rounded-xl px-3 py-2.5 outline-offset-[-2px]!"
      >
        {/* In a narrow window a long name would leave nothing of why and where. */}
        <span className="flex flex-wrap items-center gap-x-2 text-sm md:flex-nowrap">
          <Avatar user={message.author} size="small" />
          <span className={clsx("min-w-0 flex-1 truncate md:max-w-1/2 md:flex-initial", !done && "font-semibold")}>
            <PersonName user={message.author} />
          </span>
          <span className="order-last min-w-0 basis-full truncate pl-8 text-muted text-xs md:order-none md:flex-1 md:pl-0">
            {kind && t(kind)}
            {room.kind !== "direct" && (
              <>
                {" · #"}
                <RoomName room={room} />
              </>
            )}
          </span>
          <time
            dateTime={message.created_at}
            title={fullDate(at, i18n.language)}
            className="shrink-0 text-muted text-xs"
          >
            {moment(at, i18n.language)}
          </time>
        </span>
        <span
          dir="auto"
          className={clsx("mt-1 line-clamp-3 wrap-anywhere pl-8 text-sm leading-relaxed", done && "text-muted")}
        >
          {messageWords(message)}
        </span>
      </Link>
      <IconButton
        label={done ? t("markUndone", { name }) : t("markDone", { name })}
        icon={done ? MailOpen : Check}
        onClick={({ detail, currentTarget }) => {
          // By the keyboard: no pointer is on the button any more.
          if (detail === 0) leaveRow(currentTarget);
          mark(done ? "undone" : "done");
        }}
        className="mt-1 mr-1"
      />
    </li>
  );
}
