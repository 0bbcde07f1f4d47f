import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Choice } from "@/components/form/Choice";
import type { NotificationPreferences } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { Preferences } from "./Preferences";
import { useChoose } from "./queries";

type Level = NotificationPreferences["level"];
type Mail = NotificationPreferences["mail"];

/** What I am told of in all rooms, and after which time by mail. */
export function LevelSetting() {
  return <Preferences>{(wanted) => <Levels wanted={wanted} />}</Preferences>;
}

function Levels({ wanted }: { wanted: NotificationPreferences }) {
  const { t } = useTranslation("settings");
  const { mutate } = useChoose();
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Choice<Level>
          label={t("toldOf")}
          value={wanted.level}
          onChange={(level) => mutate({ level })}
          options={{ all: t("toldOfAll"), mentions: t("toldOfMentions"), nothing: t("toldOfNothing") }}
        />
        <p className="mt-2 text-muted text-xs">{t("toldOfHint")}</p>
      </div>
      <MailSetting wanted={wanted} />
    </div>
  );
}

/** No letter goes from a site that sends none, or to an address that is not confirmed. */
function MailSetting({ wanted: { mail, mails } }: { wanted: NotificationPreferences }) {
  const { t } = useTranslation("settings");
  const { mutate } = useChoose();
  const isConfirmed = useSession((state) => state.user?.email_verified) ?? false;
  // The server's previous version does not say it.
  if (mails === false) return <p className="text-muted text-sm">{t("noMailOfSite")}</p>;
  return (
    <div>
      <Choice<Mail>
        label={t("mailAfter")}
        value={mail}
        onChange={(chosen) => mutate({ mail: chosen })}
        options={{ quarter: t("mailQuarter"), hour: t("mailHour"), day: t("mailDay"), never: t("mailNever") }}
      />
      {!isConfirmed && (
        <p className="mt-2 text-sm">
          {t("noMailYet")}{" "}
          <Link to="/settings/account" className="underline underline-offset-2">
            {t("toEmail")}
          </Link>
        </p>
      )}
    </div>
  );
}
