import i18next from "i18next";
import { ApiError } from "@/lib/http/request";
import { errorText } from "@/lib/i18n/errorText";
import type { ErrorCode } from "@/lib/protocol/types";
import type { Pending } from "@/realtime/timeline/types";

/** That a message of mine was refused, and why. */
export function refusalText({ reason = "server_error", refusal = {} }: Pending): string {
  const cause = errorText(new ApiError({ status: 0, code: reason as ErrorCode, refusal }));
  return i18next.t("notSent", { ns: "messages", cause });
}
