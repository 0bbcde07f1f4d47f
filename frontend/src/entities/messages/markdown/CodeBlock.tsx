import clsx from "clsx";
import type { Element } from "hast";
import { Copy } from "lucide-react";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { toast } from "@/components/overlay/Toast";
import { copyText } from "@/lib/browser/clipboard";
import "./code.css";
import { TabStop } from "@/entities/messages/tabStop";
import { useHighlighted } from "./useHighlighted";

/** A code block under its name, highlighted where its language is known. `node` is its `pre`. */
export function CodeBlock({ node }: { node?: Element | undefined }) {
  const { t } = useTranslation("messages");
  const { code, info } = codeIn(node);
  const tabIndex = useContext(TabStop) ? 0 : -1;
  const highlighted = useHighlighted(code, languageOf(info));
  return (
    <div dir="ltr" className="code-block grid grid-cols-[auto_1fr] rounded-lg border border-line bg-raised">
      <span
        dir="auto"
        className={clsx("col-start-1 row-start-1 self-center pl-3 text-2xs text-muted", !info && "select-none")}
      >
        {info || t("code")}
      </span>
      {/* Focusable, because a block that scrolls sideways must scroll by keyboard too. */}
      <pre
        tabIndex={tabIndex}
        className="col-span-2 row-start-2 min-w-0 overflow-x-auto rounded-b-lg px-3 pb-2 text-sm outline-offset-[-2px]"
      >
        <code>{highlighted ?? code}</code>
      </pre>
      <CopyCode code={code} tabIndex={tabIndex} />
    </div>
  );
}

/** Beside the name, not at the right: the message toolbar covers that corner. */
function CopyCode({ code, tabIndex }: { code: string; tabIndex: number }) {
  const { t } = useTranslation("messages");
  const copy = async () => toast((await copyText(code)) ? t("copied") : t("notCopied"));
  return (
    <IconButton
      icon={Copy}
      label={t("copyCode")}
      tabIndex={tabIndex}
      onClick={copy}
      className="copy-code col-start-2 row-start-1 justify-self-start"
    />
  );
}

/** The first word after the fence. `js:index.js` names a file too, as Japanese sites for programmers write it. */
const languageOf = (info: string) => /^[^:\s]+/.exec(info)?.[0] ?? null;

const INFO = /^language-(.+)/s;

/** `info`: what stands behind the fence. */
function codeIn(pre: Element | undefined): { code: string; info: string } {
  const inside = pre?.children[0];
  if (inside?.type !== "element") return { code: "", info: "" };
  const names = Array.isArray(inside.properties.className) ? inside.properties.className : [];
  const info = names.map((name) => INFO.exec(`${name}`)?.[1]).find(Boolean) ?? "";
  const text = inside.children.map((child) => (child.type === "text" ? child.value : "")).join("");
  return { code: text.replace(/\n$/, ""), info };
}
