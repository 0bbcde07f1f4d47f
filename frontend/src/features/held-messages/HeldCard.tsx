import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Avatar } from "@/components/display/Avatar";
import { toast } from "@/components/overlay/Toast";
import { Markdown } from "@/entities/messages/markdown/Markdown";
import { useNameOf } from "@/entities/people/useNameOf";
import { dateAndTime } from "@/lib/i18n/dates";
import { errorText } from "@/lib/i18n/errorText";
import type { HeldMessage } from "@/lib/protocol/types";
import { useDecideHeld } from "./queries";
import { RefuseDialog } from "./RefuseDialog";

type Props = { held: HeldMessage; room: string };

/** One held message for those who decide on it. */
export function HeldCard({ held, room }: Props) {
  const { t, i18n } = useTranslation("moderation");
  const id = useId();
  const [refuses, setRefuses] = useState(false);
  const decide = useDecideHeld(held);
  const name = useNameOf()(held.author);
  const release = () =>
    decide.mutate(
      { release: true },
      {
        onSuccess: () => void toast(t("releasedNow", { name })),
        onError: (error) => void toast.error(errorText(error)),
      },
    );
  return (
    <li>
      <article aria-labelledby={id} className="rounded-xl border border-line bg-raised p-4 text-sm">
        <div className="flex items-center gap-3">
          <Avatar user={held.author} size="medium" />
          <div className="min-w-0 leading-tight">
            <h2 id={id} className="truncate font-semibold">
              {t("heldOf", { name, room })}
            </h2>
            <time dateTime={held.at} className="text-muted text-xs">
              {dateAndTime(new Date(held.at), i18n.language)}
            </time>
          </div>
        </div>
        <div className="mt-3 max-h-80 overflow-y-auto rounded-lg border border-edge bg-surface px-3 py-2 text-message">
          <Markdown text={held.text} />
          {held.files.length > 0 && (
            <p className="wrap-anywhere text-muted text-xs">
              {t("withFiles", { files: held.files.map((file) => file.name).join(", ") })}
            </p>
          )}
        </div>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button look="primary" busy={decide.isPending} aria-label={t("releaseNamed", { name })} onClick={release}>
            {t("release")}
          </Button>
          <Button aria-label={t("refuseNamed", { name })} onClick={() => setRefuses(true)}>
            {t("refuse")}
          </Button>
        </div>
      </article>
      {refuses && <RefuseDialog held={held} name={name} onClose={() => setRefuses(false)} />}
    </li>
  );
}
