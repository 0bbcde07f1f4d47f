import i18next from "i18next";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { BackToRooms } from "@/entities/rooms/BackToRooms";
import { useFreshMe } from "@/features/settings/queries";
import { useTitle } from "@/lib/browser/title";
import { useSession } from "@/lib/session/useSession";
import texts from "@/locales/en/settings.json";
import { SETTINGS_SECTIONS } from "./sections";

// The first page does not load the English texts of this page. Japanese is one chunk of its own.
i18next.addResourceBundle("en", "settings", texts);

export function SettingsPage() {
  const { t } = useTranslation("settings");
  useTitle(t("title"));
  useFreshMe();
  const isStaff = useSession((state) => state.user?.is_staff);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <header className="sticky top-0 z-10 flex h-14 items-center gap-1 border-line border-b bg-surface px-2 md:px-8">
        <BackToRooms />
        <h1 className="font-semibold">{t("title")}</h1>
      </header>
      <div className="flex max-w-2xl flex-col divide-y divide-line px-4 pb-10 md:px-8">
        {SETTINGS_SECTIONS.filter(({ forStaff }) => isStaff || !forStaff).map(({ id, title, hint, Content }) => (
          <Section key={title} id={id} title={t(title)} hint={hint && t(hint)}>
            <Content />
          </Section>
        ))}
      </div>
    </div>
  );
}

type SectionProps = { id?: string; title: string; hint?: string; children: ReactNode };

/** A section with an `id` is a link target: /settings#password. */
function Section({ id, title, hint, children }: SectionProps) {
  const { hash } = useLocation();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (id && hash === `#${id}`) section.current?.scrollIntoView();
  }, [hash, id]);
  return (
    <section ref={section} aria-label={title} className="grid gap-4 py-8 md:grid-cols-[10rem_1fr] md:gap-8">
      <div>
        <h2 className="font-semibold text-sm">{title}</h2>
        {hint && <p className="mt-1 text-muted text-xs">{hint}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
