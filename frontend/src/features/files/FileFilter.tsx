import { useId } from "react";
import { useTranslation } from "react-i18next";
import { FILE_KINDS, type FileKind } from "@/lib/files/fileKind";

type Props = { kind: FileKind | "all"; onChange: (kind: FileKind | "all") => void };

/** Radio buttons, so the arrow keys move. */
export function FileFilter({ kind, onChange }: Props) {
  const { t } = useTranslation("files");
  const name = useId();
  return (
    <fieldset className="px-5 py-3">
      <legend className="sr-only">{t("filter")}</legend>
      <div className="flex flex-wrap gap-0.5">
        {(["all", ...FILE_KINDS] as const).map((each) => (
          <label
            key={each}
            className="target flex cursor-pointer items-center justify-center rounded-lg px-2 text-muted text-sm hover:bg-raised has-checked:bg-selected has-checked:font-medium has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-focus forced-colors:has-checked:border"
          >
            <input
              type="radio"
              name={name}
              checked={each === kind}
              onChange={() => onChange(each)}
              className="sr-only"
            />
            {t(each)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
