import { useTranslation } from "react-i18next";
import { Dialog } from "@/components/overlay/Dialog";
import { useEnterMode } from "@/lib/browser/enterMode";
import { keysOf, SHORTCUTS, writingKeys } from "@/lib/browser/shortcuts";

/** Lists the keyboard shortcuts. */
export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation("shortcuts");
  return (
    <Dialog open={open} onClose={onClose} toRead title={t("title")}>
      <Group title={t("everywhere")} name="everywhere" />
      <Group title={t("messages")} name="messages" />
      <Group title={t("inbox")} name="inbox" />
      <Group title={t("writing")} name="writing" />
    </Dialog>
  );
}

type Table = typeof SHORTCUTS;
type Name = keyof Table;
type Does = { [N in Name]: `${N}Does.${Extract<keyof Table[N], string>}` }[Name];

function Group({ title, name }: { title: string; name: Name }) {
  const { t } = useTranslation("shortcuts");
  const writing = writingKeys(useEnterMode());
  return (
    <section className="mb-5 last:mb-0">
      <h3 className="mb-1 font-semibold text-muted text-sm">{title}</h3>
      <dl>
        {Object.entries(name === "writing" ? writing : SHORTCUTS[name]).map(([does, combination]) => (
          <div key={does} className="flex items-center justify-between gap-4 border-line border-b py-1.5 text-sm">
            <dt>{t(`${name}Does.${does}` as Does)}</dt>
            <dd className="flex shrink-0 gap-1">
              {keysOf(combination).map((key) => (
                <kbd
                  key={key}
                  className="min-w-7 rounded-md border border-edge bg-raised px-1.5 py-0.5 text-center font-sans text-xs"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
