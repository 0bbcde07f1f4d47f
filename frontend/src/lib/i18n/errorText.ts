import i18next from "i18next";
import { ApiError } from "@/lib/http/request";
import type en from "@/locales/en";
import { dateAndTime } from "./dates";

type OthersCode = keyof (typeof en)["errors"]["others"];
type FieldCode = keyof (typeof en)["errors"]["field"];

/** Waits from this many seconds on are shown in minutes. */
const MINUTES_FROM = 100;

/** What happened and what to do, in the person's language. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return i18next.t("code.server_error", { ns: "errors" });
  if (error.users.length > 0) {
    return i18next.t([`others.${error.code as OthersCode}`, `code.${error.code}`, "code.server_error"], {
      ns: "errors",
    });
  }
  if (error.code === "rate_limited" && error.retryAfter) {
    return waitText(error.retryAfter);
  }
  const { until, note, reason } = error.refusal;
  const text = until
    ? i18next.t("mutedUntil", { ns: "errors", when: dateAndTime(new Date(until), i18next.language) })
    : i18next.t([`code.${error.code}`, "code.server_error"], { ns: "errors", address: location.origin });
  const why = note || reason;
  return why ? i18next.t("withNote", { ns: "errors", text, note: why }) : text;
}

function waitText(seconds: number) {
  if (seconds < MINUTES_FROM) return i18next.t("rateLimitedFor", { ns: "errors", count: seconds });
  return i18next.t("rateLimitedForMinutes", { ns: "errors", count: Math.ceil(seconds / 60) });
}

/** A newer server may send codes that this page does not know. `kind`: the type of the field. */
export function fieldText(codes: string[] | undefined, kind?: string): string | undefined {
  const key = (code: string) => (code === "invalid" && kind === "email" ? "invalid_email" : code);
  return codes
    ?.map((code) => i18next.t([`field.${key(code) as FieldCode}`, "field.invalid"], { ns: "errors" }))
    .join(" ");
}
