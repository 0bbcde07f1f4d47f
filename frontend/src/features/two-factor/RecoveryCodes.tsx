import { Copy, Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, buttonClass } from "@/components/controls/Button";
import { toast } from "@/components/overlay/Toast";
import { copyText } from "@/lib/browser/clipboard";

type Props = { codes: string[]; onDone: () => void };

/** Recovery codes are shown once, so the person has to confirm that they are kept. */
export function RecoveryCodes({ codes, onDone }: Props) {
  const { t } = useTranslation("settings");
  const text = `${codes.join("\n")}\n`;
  const copy = async () => {
    if (await copyText(text)) toast(t("copied"));
    else toast.error(t("notCopied"));
  };
  return (
    <>
      <ul aria-label={t("recoveryCodes")} className="grid gap-1 rounded-lg bg-raised p-3 sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>
            <code className="text-sm">{code}</code>
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={copy}>
          <Copy aria-hidden="true" className="size-4 text-muted" />
          {t("copy")}
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="irori-recovery-codes.txt"
          className={buttonClass()}
        >
          <Download aria-hidden="true" className="size-4 text-muted" />
          {t("download")}
        </a>
      </div>
      <Button look="primary" className="mt-5 w-full" onClick={onDone}>
        {t("codesKept")}
      </Button>
    </>
  );
}
