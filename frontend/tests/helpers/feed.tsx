import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ComponentProps, useMemo } from "react";
import { MemoryRouter } from "react-router";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { MessageActionsContext, type OfferedAction } from "@/entities/messages/actions";
import { useFeedKeys } from "@/entities/messages/feed/useFeedKeys";
import { useLongPress } from "@/entities/messages/feed/useLongPress";
import { MessageRow } from "@/entities/messages/row/MessageRow";
import { rowsOf } from "@/entities/messages/row/rows";
import type { Me, Message } from "@/lib/protocol/types";
import type { Pending } from "@/realtime/timeline/types";
import { ME, ROOM, user } from "./fakeRoom";

type Actions = ComponentProps<typeof MessageActionsContext>["value"];

export const action = (name: OfferedAction["name"], run = () => {}): OfferedAction =>
  ({
    name,
    label: name,
    icon: () => null,
    danger: false,
    inToolbar: name !== "copy",
    run,
  }) as unknown as OfferedAction;

export const actionsWith = (change: Partial<Actions>): Actions => ({
  actionsOf: () => [],
  mayReact: true,
  react: () => {},
  showDialog: () => {},
  showSheet: null,
  openThread: null,
  showPerson: null,
  ...change,
});

type Listed = { messages: Message[]; pending?: readonly Pending[] };

/** A list of messages as the room has one, with a field before and the composer after it. */
export function Feed({ actions, ...list }: { actions: Actions } & Listed) {
  const client = useMemo(() => new QueryClient(), []);
  return (
    <MemoryRouter>
      <QueryClientProvider client={client}>
        <TooltipProvider>
          <MessageActionsContext value={actions}>
            <input aria-label="before" />
            <List {...list} />
            <textarea aria-label="composer" />
          </MessageActionsContext>
        </TooltipProvider>
      </QueryClientProvider>
    </MemoryRouter>
  );
}

const NONE: readonly Pending[] = [];

function List({ messages, pending = NONE }: Listed) {
  const rows = useMemo(
    () => rowsOf({ room: ROOM, messages, hasBefore: false, pending, me: ME, unreadAfter: null }),
    [messages, pending],
  );
  const keys = useFeedKeys({ rows, reveal: () => {} });
  const press = useLongPress(rows);
  return (
    <div ref={keys.feed} role="feed" onKeyDown={keys.onKeyDown} onFocus={keys.onFocus} onBlur={keys.onBlur} {...press}>
      {rows.map((row, index) => (
        <MessageRow
          key={row.key}
          row={row}
          me={user(ME) as Me}
          index={index}
          start={0}
          position={index + 1}
          total={rows.length}
          isStop={index === keys.stop}
          isEntered={index === keys.stop && keys.isEntered}
        />
      ))}
    </div>
  );
}
