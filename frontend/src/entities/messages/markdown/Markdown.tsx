import type { Root } from "hast";
import { memo, type ReactNode } from "react";
import ReactMarkdown, { type Options } from "react-markdown";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import remarkBreaks from "remark-breaks";
import remarkCjk from "remark-cjk-friendly/parseOnly";
import remarkCjkStrikethrough from "remark-cjk-friendly-gfm-strikethrough/parseOnly";
import { onSigningOut } from "@/lib/session/session";
import { elements } from "./elements";
import { isBounded, isTreeBounded } from "./limits";
import { RawText } from "./RawText";
import { RenderBoundary } from "./RenderBoundary";
import { type Mentions, rehypeMarks } from "./rehypeMarks";
import { PARENTHESISED, remarkAsWritten } from "./remarkAsWritten";
import { remarkSyntax } from "./remarkSyntax";
import "./markdown.css";
import { isFewEmoji } from "@/lib/text/emoji";
import { isPlain } from "./isPlain";

type PluggableList = NonNullable<Options["remarkPlugins"]>;
// By CommonMark alone emphasis does not end between punctuation and a letter, and Japanese has no space there.
const remarkPluginsFor = (text: string): PluggableList => [
  [remarkSyntax, text],
  remarkCjk,
  [remarkCjkStrikethrough, { singleTilde: false }],
  remarkAsWritten(text),
  remarkBreaks,
];
const NOBODY: Mentions = { texts: [], me: 0 };

const KEPT = 500;
const drawn = new Map<string, ReactNode>();
onSigningOut(() => drawn.clear());

/**
 * Parsing is the most expensive part of rendering a message, and a room shows the same messages again when one returns
 * to it.
 */
function draw(text: string, mentions: Mentions): ReactNode {
  const key = keyOf(text, mentions);
  const known = drawn.get(key);
  drawn.delete(key);
  const result = known ?? shaped(text, mentions);
  drawn.set(key, result);
  const oldest = drawn.size > KEPT ? drawn.keys().next().value : undefined;
  if (oldest !== undefined) drawn.delete(oldest);
  return result;
}

const keyOf = (text: string, { texts, me }: Mentions) => JSON.stringify([text, texts, me]);

function shaped(text: string, mentions: Mentions): ReactNode {
  if (isPlain(text)) return <p dir="auto">{text}</p>;
  if (isFewEmoji(text)) return <p className="few-emoji">{text}</p>;
  return (isBounded(text) && parsed(text, mentions)) || <RawText text={text} />;
}

/**
 * Null where the parser fails. Called as a function, because it has no state and its result may be mounted in several
 * places.
 */
function parsed(text: string, mentions: Mentions): ReactNode {
  try {
    return ReactMarkdown({
      remarkPlugins: remarkPluginsFor(text),
      rehypePlugins: rehypePluginsFor(mentions),
      components: elements,
      children: text,
    });
  } catch {
    return null;
  }
}

const SAFE = {
  ...defaultSchema,
  attributes: {
    ...defaultSchema.attributes,
    ol: [["className", "contains-task-list", PARENTHESISED]] satisfies [string, ...string[]][],
  },
};
const rehypePluginsFor = (mentions: Mentions): PluggableList => [
  [rehypeSanitize, SAFE],
  () => refuseTooMuch,
  () => rehypeMarks(mentions),
];

function refuseTooMuch(tree: Root) {
  if (!isTreeBounded(tree)) throw new RangeError("Too much to show");
}

/** Renders what people write. Their HTML never becomes HTML of the page. */
export const Markdown = memo(function Markdown({ text, mentions = NOBODY }: { text: string; mentions?: Mentions }) {
  const plain = <RawText text={text} />;
  return (
    <div className="prose-message">
      <RenderBoundary key={text} fallback={plain} onFault={() => drawn.set(keyOf(text, mentions), plain)}>
        {draw(text, mentions)}
      </RenderBoundary>
    </div>
  );
});
