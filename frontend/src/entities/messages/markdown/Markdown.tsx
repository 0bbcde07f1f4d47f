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
import { Call } from "./Mention";
import { AsWritten } from "./RawText";
import { Guarded } from "./RenderBoundary";
import { type Calls, rehypeCalls } from "./rehypeMentions";
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

/** A heading in a chat is an emphasis: it must not shout, nor enter the outline of the page. */
function Heading({ children }: { children?: ReactNode }) {
  return <p className="font-semibold">{children}</p>;
}

const components: Components = {
  a: ({ href, children }) => <Link href={href}>{children}</Link>,
  // Loading it would tell a foreign server who reads here and when.
  img: ({ src, alt }) => <Link href={typeof src === "string" ? src : undefined}>{alt || src}</Link>,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  span: ({ node, children, className }) => (
    <Call name={`${node?.properties.dataCall}`} className={className}>
      {children}
    </Call>
  ),
  pre: ({ node }) => <CodeBlock node={node} />,
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
};

// By CommonMark alone no emphasis ends between a bracket or full stop and a letter, where Japanese has no space.
const remarkPlugins = [remarkGfm, remarkCjk, remarkCjkStrikethrough, remarkBreaks];
const NOBODY: Calls = { names: [], mine: [] };

const KEPT = 500;
const drawn = new Map<string, ReactNode>();
onSigningOut(() => drawn.clear());

/** Parsing is what drawing a message costs most, and a room one comes back to shows the same messages again. */
function draw(text: string, calls: Calls): ReactNode {
  const key = keyOf(text, calls);
  const known = drawn.get(key);
  drawn.delete(key);
  const result = known ?? shaped(text, calls);
  drawn.set(key, result);
  const oldest = drawn.size > KEPT ? drawn.keys().next().value : undefined;
  if (oldest !== undefined) drawn.delete(oldest);
  return result;
}

const keyOf = (text: string, { names, mine }: Calls) => JSON.stringify([text, names, mine]);

function shaped(text: string, calls: Calls): ReactNode {
  if (isPlain(text)) return <p>{text}</p>;
  return (isBounded(text) && parsed(text, calls)) || <AsWritten text={text} />;
}

/** Null where that cannot be done. Called as a function: it has no state, and what it returns may be shown in more than one place. */
function parsed(text: string, calls: Calls): ReactNode {
  try {
    return ReactMarkdown({ remarkPlugins, rehypePlugins: pluginsFor(calls), components, children: text });
  } catch {
    return null;
  }
}

const pluginsFor = (calls: Calls) => [rehypeSanitize, () => refuseTooMuch, () => rehypeCalls(calls)];

function refuseTooMuch(tree: Root) {
  if (!isTreeBounded(tree)) throw new RangeError("Too much to show");
}

/** What people write. No HTML of theirs ever becomes HTML of the page. */
export const Markdown = memo(function Markdown({ text, calls = NOBODY }: { text: string; calls?: Calls }) {
  const plain = <AsWritten text={text} />;
  return (
    <div className="prose-message">
      <Guarded key={text} fallback={plain} onFault={() => drawn.set(keyOf(text, calls), plain)}>
        {draw(text, calls)}
      </Guarded>
    </div>
  );
});
