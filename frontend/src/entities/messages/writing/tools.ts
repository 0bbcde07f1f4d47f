import type { ComponentType } from "react";

/** `insert` writes at the cursor; `focus` returns to the field. */
export type ComposerToolProps = { insert: (text: string) => void; focus: () => void };

/** One entry of the list in app/room/composerTools.ts: a button beside the send button. */
export type ComposerTool = {
  name: string;
  Tool: ComponentType<ComposerToolProps>;
  /** On a phone it appears when somebody writes. */
  isSecondary?: true;
};
