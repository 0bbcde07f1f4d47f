import type { Element, ElementContent } from "hast";
import { type ComponentProps, type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { Components } from "react-markdown";
import { Link as RouterLink } from "react-router";
import { pathHere } from "@/entities/messages/permalink";
import { TabStop } from "@/entities/messages/tabStop";
import { CodeBlock } from "./CodeBlock";
import { Mention } from "./Mention";
import { RoomLinks } from "./RoomLinks";

type LinkProps = { href?: string | undefined; title?: string | undefined; children?: ReactNode };

function Link({ href, title, children }: LinkProps) {
  const here = pathHere(href);
  const look = { title, tabIndex: useContext(TabStop) ? 0 : -1, className: "text-ember underline underline-offset-2" };
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
  return (
    <p dir="auto" className="font-semibold">
      {children}
    </p>
  );
}

function Span({ node, children, className }: { node?: Element | undefined; children?: ReactNode; className?: string }) {
  const { dataMention: user } = node?.properties ?? {};
  const text = node?.children[0];
  if (user === undefined) return text?.type === "text" && <RoomLinks text={text.value} />;
  return (
    <Mention user={typeof user === "number" ? user : null} className={className}>
      {children}
    </Mention>
  );
}

function TaskBox({ checked }: { checked?: boolean | undefined }) {
  const { t } = useTranslation("messages");
  return <input type="checkbox" checked={checked === true} disabled readOnly aria-label={t("task")} />;
}

/** Its numbers stand beside the text, so their digits decide how much room they need. */
function NumberedList({ node, children, ...list }: ComponentProps<"ol"> & { node?: Element | undefined }) {
  const digits = Math.max(1, ...(node?.children ?? []).map(digitsOf));
  return (
    <ol {...list} style={digits > 1 ? { paddingInlineStart: `${digits + 1.5}ch` } : undefined}>
      {children}
    </ol>
  );
}

const digitsOf = (item: ElementContent) => (item.type === "element" ? `${item.properties.value ?? ""}`.length : 0);

/** What the elements of a message's text become on the page. */
export const elements: Components = {
  a: ({ href, title, children }) => (
    <Link href={href} title={title}>
      {children}
    </Link>
  ),
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  input: ({ checked }) => <TaskBox checked={checked} />,
  ol: NumberedList,
  span: Span,
  pre: ({ node }) => <CodeBlock node={node} />,
  table: ({ dir, children }) => (
    <div className="overflow-x-auto">
      <table dir={dir}>{children}</table>
    </div>
  ),
};
