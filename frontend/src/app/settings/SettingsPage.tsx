import i18next from "i18next";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { BackToRooms } from "@/entities/rooms/BackToRooms";
import { NotificationSetting } from "@/features/notifications/NotificationSetting";
import { Account } from "@/features/settings/Account";
import { Appearance } from "@/features/settings/Appearance";
import { Devices } from "@/features/settings/Devices";
import { AddressForm } from "@/features/settings/EmailForm";
import { PasswordForm } from "@/features/settings/PasswordForm";
import { ProfileForm } from "@/features/settings/ProfileForm";
import { useFreshMe } from "@/features/settings/queries";
import { Invitations } from "@/features/site-invitations/Invitations";
import { StatusForm } from "@/features/status/StatusForm";
import { TwoSteps } from "@/features/two-factor/TwoFactor";
import { useTitle } from "@/lib/browser/title";
import { useSession } from "@/lib/session/useSession";
import texts from "@/locales/en/settings.json";

// Nobody waits for these to read a room. Japanese comes as a whole, to who speaks it.
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
        <Section title={t("profile")}>
          <ProfileForm />
        </Section>
        <Section title={t("status")} hint={t("statusHint")}>
          <StatusForm />
        </Section>
        <Section title={t("appearance")}>
          <Appearance />
        </Section>
        <Section title={t("notifications")} hint={t("notificationsHint")}>
          <NotificationSetting />
        </Section>
        <Section title={t("email")} hint={t("emailHint")}>
          <AddressForm />
        </Section>
        <Section title={t("devices")} hint={t("devicesHint")}>
          <Devices />
        </Section>
        <Section id="password" title={t("password")}>
          <PasswordForm />
        </Section>
        <Section title={t("twoSteps")} hint={t("twoStepsHint")}>
          <TwoSteps />
        </Section>
        {isStaff && (
          <Section title={t("invitations")} hint={t("invitationsHint")}>
            <Invitations />
          </Section>
        )}
        <Section title={t("account")}>
          <Account />
        </Section>
      </div>
    </div>
  );
}

type SectionProps = { id?: string; title: string; hint?: string; children: ReactNode };

/** One with an `id` can be linked to: /settings#password. */
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
