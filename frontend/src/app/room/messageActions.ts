import type { MessageAction } from "@/entities/messages/actions";

import { replyAction } from "@/features/composer/replyAction";
import { editAction } from "@/features/editing/editAction";

import { markUnreadAction } from "@/features/mark-unread/markUnreadAction";

import {
  copyAction,
  copyLinkAction,
  forwardAction,
  reactorsAction,
  readersAction,
  removeAction,
  restoreAction,
} from "@/features/message-actions/actions";
import { pinAction } from "@/features/pins/pinAction";
import { reportAction } from "@/features/reports/reportAction";
import { threadAction } from "@/features/thread/threadAction";

/** What can be done with a message, in the order of its menu. Keys: lib/browser/shortcuts.ts. */
export const MESSAGE_ACTIONS: readonly MessageAction[] = [
  replyAction,
  threadAction,
  copyAction,
  copyLinkAction,
  forwardAction,
  pinAction,
  reactorsAction,
  readersAction,
  markUnreadAction,
  reportAction,
  editAction,
  restoreAction,
  removeAction,
];
