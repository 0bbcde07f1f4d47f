import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Choice } from "@/components/form/Choice";
import { chooseTheme, chosenTheme, type Theme } from "@/lib/browser/theme";
import { changeLanguage } from "@/lib/i18n/i18n";
import { LANGUAGES, type Language } from "@/lib/i18n/languages";
import { updateMe } from "@/lib/session/session";
import { EnterKeySetting } from "./EnterKeySetting";
import { changeMe } from "./queries";

export function Appearance() {
  const { t, i18n } = useTranslation("settings");
  const [theme, setTheme] = useState(chosenTheme);
  // The server writes mail in this language too. If the request fails, the page changes all the same.
  const choseLanguage = (language: Language) => {
    void changeLanguage(language);
    changeMe({ language }).then(updateMe, () => {});
  };
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <div className="flex flex-col gap-5">
      <Choice<Language>
        label={t("language")}
        value={i18n.language as Language}
        onChange={choseLanguage}
        options={LANGUAGES}
      />
      <Choice<Theme>
        label={t("theme")}
        value={theme}
        onChange={choose}
        options={{ system: t("themeSystem"), light: t("themeLight"), dark: t("themeDark") }}
      />
      <EnterKeySetting />
    </div>
  );
}
