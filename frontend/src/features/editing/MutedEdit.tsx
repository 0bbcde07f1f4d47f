import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { MutedNotice } from "@/entities/moderation/MutedNotice";
import type { Mute } from "@/lib/protocol/types";

type Props = { text: string; muted: { mute: Mute; left: number }; onCancel: () => void };

/** In the place of the field while I am muted. What was written stays, to be copied now or saved afterwards. */
export function MutedEdit({ text, muted, onCancel }: Props) {
  const { t } = useTranslation("messages");
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The field that had the focus is gone.
    if (document.activeElement === document.body) cancel.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="rounded-xl border border-edge">
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap px-4 py-2 text-base md:text-message">
        {text}
      </p>
      <MutedNotice title={t("mutedEditTitle")} {...muted} />
      <div className="flex justify-center px-4 pb-3">
        <Button ref={cancel} onClick={onCancel}>
          {t("cancelEdit")}
        </Button>
      </div>
    </div>
  );
}
