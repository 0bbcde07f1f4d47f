import { createContext } from "react";
import type { ComposerTool } from "@/entities/messages/writing/tools";
import type { RoomSummary } from "@/lib/protocol/types";
import type { Editing } from "./useEditing";

export type EditorProps = { room: RoomSummary; tools: readonly ComposerTool[]; editing: Editing };

/** What the editor in a row shows. It changes with each key, and no other part of a row reads it. */
export const EditorContext = createContext<EditorProps | null>(null);
