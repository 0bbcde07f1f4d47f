import type { Extension as Compiler } from "mdast-util-from-markdown";
import { gfmStrikethroughFromMarkdown } from "mdast-util-gfm-strikethrough";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTaskListItemFromMarkdown } from "mdast-util-gfm-task-list-item";
import { gfmTable } from "micromark-extension-gfm-table";
import { gfmTaskListItem } from "micromark-extension-gfm-task-list-item";
import type { Extension as Syntax } from "micromark-util-types";
import { bareUrls } from "./bareUrls";

/** Of these CommonMark shows nothing, or something else than what was typed. */
const LITERAL: Syntax = {
  disable: { null: ["htmlFlow", "definition", "characterReference", "setextUnderline"] },
};

declare module "mdast" {
  interface PhrasingContentMap {
    escaped: Escaped;
  }
  interface RootContentMap {
    escaped: Escaped;
  }
}

/** `\@` and `\#`: a text node of its own, so that no mention and no room begins with it. */
type Escaped = { type: "escaped"; value: string; data?: undefined; position?: undefined };

const ESCAPES: Compiler = {
  enter: {
    characterEscape(token) {
      if (escapesSigil(this.sliceSerialize(token))) this.enter({ type: "escaped", value: "" }, token);
      else this.config.enter.data?.call(this, token);
    },
  },
  exit: {
    characterEscapeValue(token) {
      const node = this.stack.at(-1);
      if (node?.type === "escaped") node.value = this.sliceSerialize(token);
      else this.config.exit.data?.call(this, token);
    },
    characterEscape(token) {
      if (escapesSigil(this.sliceSerialize(token))) this.exit(token);
    },
  },
};

const escapesSigil = (source: string) => source === "\\@" || source === "\\#";

type Extensions = { micromarkExtensions?: Syntax[]; fromMarkdownExtensions?: Compiler[] };

/** The Markdown of messages: docs/decisions/web-app/message-text.md lists where it differs from CommonMark and GFM. */
export function remarkSyntax(this: { data(): object }, source: string) {
  const data: Extensions = this.data();
  const urls = bareUrls(source);
  data.micromarkExtensions = [LITERAL, gfmTable(), gfmTaskListItem(), urls.syntax];
  data.fromMarkdownExtensions = [
    gfmTableFromMarkdown(),
    gfmTaskListItemFromMarkdown(),
    gfmStrikethroughFromMarkdown(),
    urls.compiler,
    ESCAPES,
  ];
}
