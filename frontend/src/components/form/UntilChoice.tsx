import clsx from "clsx";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { useIsAhead } from "@/lib/hooks/useIsAhead";
import { useKeptFocus } from "@/lib/hooks/useKeptFocus";
import { dateAndTime, dateTimeValue } from "@/lib/i18n/dates";
import { durationOf } from "@/lib/i18n/durations";
import { serverNow } from "@/lib/session/serverTime";
import { MomentField } from "./MomentField";

const HOUR = 3600;
/** Seconds. */
const TIMES = [HOUR, 8 * HOUR, 24 * HOUR, 7 * 24 * HOUR] as const;
/** The server takes no time further ahead. */
const MOST_SECONDS = 365 * 24 * HOUR;

type Props = {
  label: string;
  hint?: string;
  /** Null, or a time that is over: it does not hold now. */
  until: string | null;
  /** Says that it holds until then. */
  said: (when: string) => string;
  /** The label of the button that ends it. */
  end: string;
  busy: boolean;
  onChoose: (until: string | null) => void;
};

/** Something that holds for a while: for how long, or until when; or that it holds, and a button that ends it. */
export function UntilChoice({ label, hint, until, said, end, busy, onChoose }: Props) {
  const { language } = useTranslation().i18n;
  const isAhead = useIsAhead(until);
  const controls = useRef<HTMLDivElement>(null);
  const kept = useKeptFocus(() => controls.current?.querySelector("button"));
  return (
    <fieldset {...kept}>
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      {hint && <p className="mb-2 text-muted text-xs">{hint}</p>}
      <div ref={controls} className={clsx("flex flex-wrap items-center text-sm", isAhead && "gap-3")}>
        {/* One that comes with its text is not read out. */}
        <p role="status">{isAhead && until && said(dateAndTime(new Date(until), language))}</p>
        {isAhead ? (
          <Button busy={busy} onClick={() => onChoose(null)}>
            {end}
          </Button>
        ) : (
          <div className="min-w-0 basis-full">
            <Times busy={busy} onChoose={onChoose} />
          </div>
        )}
      </div>
    </fieldset>
  );
}

function Times({ busy, onChoose }: Pick<Props, "busy" | "onChoose">) {
  const { t, i18n } = useTranslation();
  const [isOther, setOther] = useState(false);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {TIMES.map((seconds) => (
          <Button
            key={seconds}
            aria-disabled={busy}
            onClick={() => onChoose(new Date(serverNow().getTime() + seconds * 1000).toISOString())}
          >
            {durationOf(seconds, i18n.language)}
          </Button>
        ))}
        <Button aria-expanded={isOther} onClick={() => setOther(!isOther)}>
          {t("otherTime")}
        </Button>
      </div>
      {isOther && <OtherTime busy={busy} onChoose={onChoose} />}
    </>
  );
}

/** No form: it may stand in one. */
function OtherTime({ busy, onChoose }: Pick<Props, "busy" | "onChoose">) {
  const { t } = useTranslation();
  const [value, setValue] = useState("");
  const [, look] = useState(0);
  // Of now: while somebody thinks, minutes pass.
  const range = () => {
    const now = serverNow();
    return { min: dateTimeValue(now), max: dateTimeValue(new Date(now.getTime() + MOST_SECONDS * 1000)) };
  };
  const isPossible = () => value > range().min && value <= range().max;
  const set = () => (isPossible() ? onChoose(new Date(value).toISOString()) : look((before) => before + 1));
  return (
    <div className="mt-3 flex flex-wrap items-start gap-2">
      <MomentField
        label={t("until")}
        value={value}
        {...range()}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || busy) return;
          event.preventDefault();
          set();
        }}
      />
      <Button look="primary" busy={busy} aria-disabled={!isPossible()} onClick={set} className="mt-6.5">
        {t("set")}
      </Button>
    </div>
  );
}
