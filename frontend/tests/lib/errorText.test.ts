import { beforeAll, expect, it } from "vitest";
import { errorText } from "@/lib/errorText";
import { ApiError } from "@/lib/http";
import { startI18n } from "@/lib/i18n";

beforeAll(startI18n);

const tooFast = (retryAfter: number) => new ApiError({ status: 429, code: "rate_limited", retryAfter });

it.each([
  [1, "That was a bit fast. Try again in 1 second."],
  [42, "That was a bit fast. Try again in 42 seconds."],
  [100, "Too many tries. Try again in 2 minutes."],
  [541, "Too many tries. Try again in 10 minutes."],
])("says how long to wait in words that help: %i s", (seconds, text) => {
  expect(errorText(tooFast(seconds))).toBe(text);
});
