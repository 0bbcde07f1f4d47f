import i18next from "i18next";
import settings from "@/locales/en/settings.json";

// Nobody waits for these to read a room. Japanese comes as a whole, to who speaks it.
i18next.addResourceBundle("en", "settings", settings);
