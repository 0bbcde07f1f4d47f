import type { ComponentType } from "react";
import { NotificationSetting } from "@/features/notifications/NotificationSetting";
import { Account } from "@/features/settings/Account";
import { Appearance } from "@/features/settings/Appearance";
import { Devices } from "@/features/settings/Devices";
import { EmailForm } from "@/features/settings/EmailForm";
import { PasswordForm } from "@/features/settings/PasswordForm";
import { ProfileForm } from "@/features/settings/ProfileForm";
import { Invitations } from "@/features/site-invitations/Invitations";
import { StatusForm } from "@/features/status/StatusForm";
import { TwoFactor } from "@/features/two-factor/TwoFactor";
import type texts from "@/locales/en/settings.json";

type Text = keyof typeof texts;

/** `id` makes the section a target of links, as /settings#password. `forStaff`: only people who run the site see it. */
export type SettingsSection = {
  title: Text;
  hint?: Text;
  id?: string;
  forStaff?: true;
  Content: ComponentType;
};

/** The sections of the settings page, from top to bottom. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  { title: "profile", Content: ProfileForm },
  { title: "status", hint: "statusHint", Content: StatusForm },
  { title: "appearance", Content: Appearance },
  { title: "notifications", hint: "notificationsHint", Content: NotificationSetting },
  { title: "email", hint: "emailHint", Content: EmailForm },
  { title: "devices", hint: "devicesHint", Content: Devices },
  { title: "password", id: "password", Content: PasswordForm },
  { title: "twoSteps", hint: "twoStepsHint", Content: TwoFactor },
  { title: "invitations", id: "invitations", hint: "invitationsHint", forStaff: true, Content: Invitations },
  { title: "account", Content: Account },
];
