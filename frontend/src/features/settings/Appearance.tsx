import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Choice } from "@/components/Choice";
import { changeLanguage, LANGUAGES, type Language } from "@/lib/i18n";
import { chooseTheme, chosenTheme, type Theme } from "@/lib/theme";

export function Appearance() {
  const { t, i18n } = useTranslation("settings");
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <div className="flex flex-col gap-5">
      <Choice<Language>
        label={t("language")}
        value={i18n.language as Language}
        onChange={changeLanguage}
        options={LANGUAGES}
      />
      <Choice<Theme>
        label={t("theme")}
        value={theme}
        onChange={choose}
        options={{ system: t("themeSystem"), light: t("themeLight"), dark: t("themeDark") }}
      />
    </div>
  );
}
