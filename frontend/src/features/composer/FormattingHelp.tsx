import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import { Markdown } from "@/entities/messages/markdown/Markdown";
import { useEnterMode } from "@/lib/browser/enterMode";
import { keysOf, writingKeys } from "@/lib/browser/shortcuts";
import texts from "@/locales/en/formatting.json";

// The first page does not load the English texts of this dialog. Japanese is one chunk of its own.
i18next.addResourceBundle("en", "formatting", texts);

const EXAMPLES = ["bold", "italic", "struck", "code", "block", "quote", "list", "numbers", "link"] as const;
const NAMES = ["person", "room", "emoji"] as const;

/** What can be written, and how this page draws it. */
export function FormattingHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("formatting");
  const keys = writingKeys(useEnterMode());
  return (
    <Dialog open onClose={onClose} toRead title={t("title")}>
      <table className="w-full table-fixed text-sm">
        <thead>
          <tr className="text-left text-muted text-xs">
            <th className="pb-1 font-medium">{t("written")}</th>
            <th className="pb-1 font-medium">{t("drawn")}</th>
          </tr>
        </thead>
        <tbody>
          {EXAMPLES.map((name) => (
            <tr key={name} className="border-line border-t align-top">
              <Written>{t(`example.${name}`)}</Written>
              <td className="py-1.5">
                <Markdown text={t(`example.${name}`)} />
              </td>
            </tr>
          ))}
          {NAMES.map((name) => (
            <tr key={name} className="border-line border-t align-top">
              <Written>{t(`name.${name}`)}</Written>
              <td className="py-1.5 text-muted">{t(`names.${name}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-4 text-muted text-sm">
        {t("keys", { send: keysOf(keys.send).join("+"), newLine: keysOf(keys.newLine).join("+") })}
      </p>
    </Dialog>
  );
}

function Written({ children }: { children: string }) {
  return (
    <td className="py-1.5 pr-3">
      <code className="wrap-anywhere whitespace-pre-wrap text-xs">{children}</code>
    </td>
  );
}
