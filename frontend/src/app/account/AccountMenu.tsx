import { ChevronsUpDown, Keyboard, LogOut, Settings, Shield, SmilePlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Avatar } from "@/components/display/Avatar";
import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { Menu, MenuChoice, MenuItem, MenuLine } from "@/components/overlay/Menu";
import { StatusText } from "@/entities/people/StatusText";
import { useDecides } from "@/entities/rooms/useDecides";
import { useShortcutSheet } from "@/features/shortcuts/store";
import { chooseTheme, chosenTheme, type Theme } from "@/lib/browser/theme";
import { addTexts } from "@/lib/i18n/i18n";
import { aheadModule } from "@/lib/lazy/aheadModule";
import type { Me } from "@/lib/protocol/types";
import type { AskedOfAccount } from "./AccountDialogs";

// Loaded before it is asked for: signing out must not wait for the network.
const Asked = lazyComponent(
  aheadModule(async () => (await Promise.all([import("./AccountDialogs"), addTexts("settings")]))[0]),
  ({ AccountDialogs }) => AccountDialogs,
  LoadFailureDialog,
);

/** My name and status. Opens the menu of what concerns me alone. */
export function AccountMenu({ user }: { user: Me }) {
  const { t } = useTranslation(["app", "people", "shortcuts"]);
  const navigate = useNavigate();
  const showShortcuts = useShortcutSheet((state) => state.show);
  const [asked, setAsked] = useState<AskedOfAccount | null>(null);
  return (
    <>
      <Menu align="start" trigger={<MeButton user={user} />}>
        <MenuItem icon={SmilePlus} onSelect={() => setAsked("status")}>
          {t("people:setStatus")}
        </MenuItem>
        <MenuLine />
        <ThemeChoice />
        <MenuLine />
        <ModerationItem />
        <MenuItem icon={Settings} onSelect={() => navigate("/settings")}>
          {t("settings")}
        </MenuItem>
        <div className="pointer-coarse:hidden">
          <MenuItem icon={Keyboard} onSelect={showShortcuts}>
            {t("shortcuts:title")}
          </MenuItem>
        </div>
        <MenuLine />
        <MenuItem icon={LogOut} onSelect={() => setAsked("signOut")}>
          {t("signOut")}
        </MenuItem>
      </Menu>
      {asked && <Asked asked={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

/** For those who decide reports or held messages. */
function ModerationItem() {
  const { t } = useTranslation("app");
  const navigate = useNavigate();
  return (
    useDecides() && (
      <MenuItem icon={Shield} onSelect={() => navigate("/moderation")}>
        {t("moderation")}
      </MenuItem>
    )
  );
}

function MeButton({ user, ...rest }: { user: Me }) {
  const { t } = useTranslation();
  return (
    <button
      {...rest}
      type="button"
      className="m-2 flex min-h-12 min-w-0 flex-1 items-center gap-2.5 rounded-lg px-2 text-left text-sm transition-colors hover:bg-selected/60 aria-expanded:bg-selected"
    >
      <Avatar user={user} size="medium" />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="block truncate font-medium">
          <bdi>{user.display_name}</bdi>
        </span>
        {user.status ? (
          <StatusText user={user} className="block text-muted text-xs" />
        ) : (
          <span className="block truncate text-muted text-xs">
            <bdi>@{user.username}</bdi>
          </span>
        )}
      </span>
      <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="sr-only">{t("accountMenu")}</span>
    </button>
  );
}

function ThemeChoice() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState(chosenTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <MenuChoice<Theme>
      label={t("theme")}
      value={theme}
      onChange={choose}
      options={{ system: t("themeSystem"), light: t("themeLight"), dark: t("themeDark") }}
    />
  );
}
