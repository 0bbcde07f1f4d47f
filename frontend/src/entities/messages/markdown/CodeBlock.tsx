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

/** A code block, highlighted where its language is known. `node` is its `pre`. */
export function CodeBlock({ node }: { node?: Element | undefined }) {
  const { code, language } = codeIn(node);
  const tabIndex = useContext(TabStop) ? 0 : -1;
  const highlighted = useHighlighted(code, language);
  return (
    <div className="group/code code-block relative">
      {/* Focusable, because a block that scrolls sideways must scroll by keyboard too. */}
      <pre
        tabIndex={tabIndex}
        className="overflow-x-auto rounded-lg border border-line bg-raised py-2 pr-12 pl-3 text-sm outline-offset-[-2px] pointer-coarse:min-h-11.5"
      >
        <code>{highlighted ?? code}</code>
      </pre>
      <CopyCode code={code} tabIndex={tabIndex} />
    </div>
  );
}

/** On touch and in a panel it sits in the lower corner, because the message toolbar covers the upper one. */
function CopyCode({ code, tabIndex }: { code: string; tabIndex: number }) {
  const { t } = useTranslation("messages");
  const copy = async () => toast((await copyText(code)) ? t("copied") : t("notCopied"));
  return (
    <IconButton
      icon={Copy}
      label={t("copyCode")}
      tabIndex={tabIndex}
      onClick={copy}
      className="absolute top-px right-px bg-raised in-[aside]:top-auto in-[aside]:bottom-px pointer-coarse:top-auto pointer-coarse:bottom-px opacity-0 focus-visible:opacity-100 group-focus-within/code:opacity-100 group-hover/code:opacity-100 pointer-coarse:opacity-100"
    />
  );
}

/** The first word after the fence. `js:index.js` names a file too, as Japanese sites for programmers write it. */
const LANGUAGE = /^language-([^:]+)/;

function codeIn(pre: Element | undefined): { code: string; language: string | null } {
  const inside = pre?.children[0];
  if (inside?.type !== "element") return { code: "", language: null };
  const names = Array.isArray(inside.properties.className) ? inside.properties.className : [];
  const language = names.map((name) => LANGUAGE.exec(`${name}`)?.[1]).find(Boolean) ?? null;
  const text = inside.children.map((child) => (child.type === "text" ? child.value : "")).join("");
  return { code: text.replace(/\n$/, ""), language };
}
