import { memo, type ReactNode } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkBreaks from "remark-breaks";
import remarkGfm from "remark-gfm";
import "./markdown.css";

type LinkProps = { href?: string | undefined; children?: ReactNode };

function Link({ href, children }: LinkProps) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-ember underline underline-offset-2"
    >
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
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a code block that scrolls sideways must scroll by keyboard too
    <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-raised px-3 py-2 text-sm">
      {children}
    </pre>
  ),
  table: ({ children }) => (
    <div className="overflow-x-auto">
      <table>{children}</table>
    </div>
  ),
};

const remarkPlugins = [remarkGfm, remarkBreaks];
const rehypePlugins = [rehypeSanitize];

/** What people write. No HTML of theirs ever becomes HTML of the page. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  return (
    <div className="prose-message">
      <ReactMarkdown remarkPlugins={remarkPlugins} rehypePlugins={rehypePlugins} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
});
