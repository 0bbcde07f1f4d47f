import { Bell, KeyRound, type LucideIcon, MonitorSmartphone, Palette, Shield, User, UserPlus } from "lucide-react";
import type { ComponentType } from "react";
import { KeywordsForm } from "@/features/notification-preferences/KeywordsForm";
import { LevelSetting } from "@/features/notification-preferences/LevelSetting";
import { PauseSetting } from "@/features/notification-preferences/PauseSetting";
import { QuietHoursForm } from "@/features/notification-preferences/QuietHoursForm";
import { NotificationSetting } from "@/features/notifications/NotificationSetting";
import { Account } from "@/features/settings/Account";
import { Appearance } from "@/features/settings/Appearance";
import { Devices } from "@/features/settings/Devices";
import { EmailForm } from "@/features/settings/EmailForm";
import { PasswordForm } from "@/features/settings/PasswordForm";
import { ProfileForm } from "@/features/settings/ProfileForm";
import { TimeZoneForm } from "@/features/settings/TimeZoneForm";
import { Invitations } from "@/features/site-invitations/Invitations";
import { StatusForm } from "@/features/status/StatusForm";
import { TwoFactor } from "@/features/two-factor/TwoFactor";
import type texts from "@/locales/en/settings.json";
import { HiddenPeople, MyReports } from "./lazy";

type Text = keyof typeof texts;

/** `name` is the last part of its URL. `forStaff`: only people who run the site see it. */
export type SettingsPageEntry = { name: string; title: Text; icon: LucideIcon; forStaff?: true };

/** The pages of the settings, in the order of their list. The first one opens where the list is beside it. */
export const SETTINGS_PAGES = [
  { name: "profile", title: "profile", icon: User },
  { name: "appearance", title: "appearance", icon: Palette },
  { name: "notifications", title: "notifications", icon: Bell },
  { name: "safety", title: "safety", icon: Shield },
  { name: "devices", title: "devices", icon: MonitorSmartphone },
  { name: "account", title: "account", icon: KeyRound },
  { name: "invitations", title: "invitations", icon: UserPlus, forStaff: true },
] as const satisfies readonly SettingsPageEntry[];

type PageName = (typeof SETTINGS_PAGES)[number]["name"];

/** `id` makes the section a target of links, as /settings#password. */
export type SettingsSection = {
  page: PageName;
  title: Text;
  hint?: Text;
  id?: string;
  Content: ComponentType;
};

/** The sections of all pages, from top to bottom. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  { page: "profile", title: "profile", Content: ProfileForm },
  { page: "profile", title: "status", hint: "statusHint", id: "status", Content: StatusForm },
  { page: "profile", title: "timeZone", hint: "timeZoneHint", Content: TimeZoneForm },
  { page: "appearance", title: "appearance", Content: Appearance },
  { page: "notifications", title: "notifications", hint: "notificationsHint", Content: NotificationSetting },
  { page: "notifications", title: "told", hint: "toldHint", Content: LevelSetting },
  { page: "notifications", title: "pause", hint: "pauseHint", id: "pause", Content: PauseSetting },
  { page: "notifications", title: "quietHours", hint: "quietHoursHint", Content: QuietHoursForm },
  { page: "notifications", title: "keywords", hint: "keywordsHint", Content: KeywordsForm },
  { page: "safety", title: "hiddenPeople", hint: "hiddenPeopleHint", id: "hidden", Content: HiddenPeople },
  { page: "safety", title: "myReports", hint: "myReportsHint", id: "reports", Content: MyReports },
  { page: "devices", title: "devices", hint: "devicesHint", Content: Devices },
  { page: "account", title: "email", hint: "emailHint", Content: EmailForm },
  { page: "account", title: "password", id: "password", Content: PasswordForm },
  { page: "account", title: "twoSteps", hint: "twoStepsHint", Content: TwoFactor },
  { page: "account", title: "account", Content: Account },
  { page: "invitations", title: "invitations", hint: "invitationsHint", Content: Invitations },
];
