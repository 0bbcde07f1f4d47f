import type { Root } from "hast";
import { memo, type ReactNode, useContext } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import { Link as RouterLink } from "react-router";
import rehypeSanitize from "rehype-sanitize";
import remarkBreaks from "remark-breaks";
import remarkCjk from "remark-cjk-friendly/parseOnly";
import remarkCjkStrikethrough from "remark-cjk-friendly-gfm-strikethrough/parseOnly";
import remarkGfm from "remark-gfm";
import { onSigningOut } from "@/lib/session/session";
import { CodeBlock } from "./CodeBlock";
import { isBounded, isTreeBounded } from "./limits";
import { Mention } from "./Mention";
import { RawText } from "./RawText";
import { RenderBoundary } from "./RenderBoundary";
import { type MentionNames, rehypeMentions } from "./rehypeMentions";
import "./markdown.css";
import { pathHere } from "@/entities/messages/permalink";
import { TabStop } from "@/entities/messages/tabStop";
import { isPlain } from "./isPlain";

type LinkProps = { href?: string | undefined; children?: ReactNode };

function Link({ href, children }: LinkProps) {
  const here = pathHere(href);
  const look = { tabIndex: useContext(TabStop) ? 0 : -1, className: "text-ember underline underline-offset-2" };
  if (here) {
    return (
      <RouterLink to={here} {...look}>
        {children}
      </RouterLink>
    );
  }
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" {...look}>
      {children}
    </a>
  );
}

/** Rendered as bold text: a heading would be too large, and would enter the outline of the page. */
function Heading({ children }: { children?: ReactNode }) {
  return <p className="font-semibold">{children}</p>;
}

const components: Components = {
  a: ({ href, children }) => <Link href={href}>{children}</Link>,
  // Loading the image would tell its server who reads here and when.
  img: ({ src, alt }) => <Link href={typeof src === "string" ? src : undefined}>{alt || src}</Link>,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  span: ({ node, children, className }) => (
    <Mention name={`${node?.properties.dataMention}`} className={className}>
      {children}
    </Mention>
  ),
  pre: ({ node }) => <CodeBlock node={node} />,
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
};

// By CommonMark alone emphasis does not end between punctuation and a letter, and Japanese has no space there.
const remarkPlugins = [remarkGfm, remarkCjk, remarkCjkStrikethrough, remarkBreaks];
const NOBODY: MentionNames = { names: [], mine: [] };

const KEPT = 500;
const drawn = new Map<string, ReactNode>();
onSigningOut(() => drawn.clear());

/**
 * Parsing is the most expensive part of rendering a message, and a room shows the same messages again when one returns
 * to it.
 */
function draw(text: string, mentions: MentionNames): ReactNode {
  const key = keyOf(text, mentions);
  const known = drawn.get(key);
  drawn.delete(key);
  const result = known ?? shaped(text, mentions);
  drawn.set(key, result);
  const oldest = drawn.size > KEPT ? drawn.keys().next().value : undefined;
  if (oldest !== undefined) drawn.delete(oldest);
  return result;
}

const keyOf = (text: string, { names, mine }: MentionNames) => JSON.stringify([text, names, mine]);

function shaped(text: string, mentions: MentionNames): ReactNode {
  if (isPlain(text)) return <p>{text}</p>;
  return (isBounded(text) && parsed(text, mentions)) || <RawText text={text} />;
}

/**
 * Null where the parser fails. Called as a function, because it has no state and its result may be mounted in several
 * places.
 */
function parsed(text: string, mentions: MentionNames): ReactNode {
  try {
    return ReactMarkdown({ remarkPlugins, rehypePlugins: pluginsFor(mentions), components, children: text });
  } catch {
    return null;
  }
}

const pluginsFor = (mentions: MentionNames) => [rehypeSanitize, () => refuseTooMuch, () => rehypeMentions(mentions)];

function refuseTooMuch(tree: Root) {
  if (!isTreeBounded(tree)) throw new RangeError("Too much to show");
}

/** Renders what people write. Their HTML never becomes HTML of the page. */
export const Markdown = memo(function Markdown({ text, mentions = NOBODY }: { text: string; mentions?: MentionNames }) {
  const plain = <RawText text={text} />;
  return (
    <div className="prose-message">
      <RenderBoundary key={text} fallback={plain} onFault={() => drawn.set(keyOf(text, mentions), plain)}>
        {draw(text, mentions)}
      </RenderBoundary>
    </div>
  );
});
