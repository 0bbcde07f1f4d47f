import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { changeLanguage } from "@/lib/i18n/i18n";
import { LANGUAGES, type Language } from "@/lib/i18n/languages";

/** Each language is named in itself, so that its readers recognise it. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation("auth");
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">{t("language")}</legend>
      {Object.entries(LANGUAGES).map(([code, name]) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={i18n.language === code}
          onClick={() => changeLanguage(code as Language)}
          className={clsx(
            "target rounded-lg px-3 text-sm transition-colors",
            i18n.language === code ? "font-semibold text-text" : "text-muted hover:bg-raised hover:text-text",
          )}
        >
          {name}
        </button>
      ))}
    </fieldset>
  );
}
