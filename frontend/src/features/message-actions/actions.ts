import i18next from "i18next";
import { CheckCheck, Copy, Forward, Link2, SmilePlus, Trash2, Undo2 } from "lucide-react";
import { toast } from "@/components/overlay/Toast";
import type { MessageAction } from "@/entities/messages/actions";
import { applyAnswer } from "@/entities/messages/applyAnswer";
import { permalink } from "@/entities/messages/permalink";
import { mayRemove, mayRestore } from "@/entities/messages/permissions";
import { tellsReaders } from "@/entities/messages/readers";
import { api } from "@/lib/api/api";
import { copyText } from "@/lib/browser/clipboard";
import type { Message } from "@/lib/protocol/types";
import { ForwardDialog } from "./ForwardDialog";
import { ReactorsDialog } from "./ReactorsDialog";
import { ReadersDialog } from "./ReadersDialog";
import { RemoveDialog } from "./RemoveDialog";

async function copy(text: string, done: "copied" | "linkCopied") {
  toast(i18next.t((await copyText(text)) ? done : "notCopied", { ns: "messages" }));
}

export const copyAction: MessageAction = {
  name: "copy",
  icon: Copy,
  isOffered: () => true,
  run: ({ text }) => void copy(text, "copied"),
};

export const copyLinkAction: MessageAction = {
  name: "copyLink",
  icon: Link2,
  isOffered: () => true,
  run: (message) => void copy(permalink(message), "linkCopied"),
};

export const forwardAction: MessageAction = {
  name: "forward",
  icon: Forward,
  isOffered: () => true,
  run: (message, { showDialog }) => showDialog(ForwardDialog, message),
};

export const reactorsAction: MessageAction = {
  name: "reactors",
  icon: SmilePlus,
  isOffered: ({ reactions }) => reactions.length > 0,
  run: (message, { showDialog }) => showDialog(ReactorsDialog, message),
};

export const readersAction: MessageAction = {
  name: "readers",
  icon: CheckCheck,
  isOffered: (_, { room }) => tellsReaders(room),
  run: (message, { showDialog }) => showDialog(ReadersDialog, message),
};

/** What a moderator deleted, for a day. */
export const restoreAction: MessageAction = {
  name: "restore",
  icon: Undo2,
  forDeleted: true,
  isOffered: (message, { room }) => mayRestore(room, message),
  run: ({ id }) => void applyAnswer(api.post<Message>(`/api/messages/${id}/restore/`, undefined, { idempotent: true })),
};

export const removeAction: MessageAction = {
  name: "remove",
  icon: Trash2,
  danger: true,
  isOffered: (message, { room, me }) => mayRemove(room, message, me),
  run: (message, { showDialog }) => showDialog(RemoveDialog, message),
};
