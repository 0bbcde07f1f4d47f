// @vitest-environment jsdom
import { beforeAll, expect, it } from "vitest";
import { ApiError } from "@/lib/http/request";
import { errorText } from "@/lib/i18n/errorText";
import { startI18n } from "@/lib/i18n/i18n";

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

it("says of others what is about others", () => {
  const banned = { status: 403, code: "banned" } as const;
  expect(errorText(new ApiError(banned))).toMatch("You are banned from this room");
  expect(errorText(new ApiError({ ...banned, users: [7] }))).toMatch("This person is banned from the room");
  const fast = { status: 429, code: "rate_limited", users: [7], retryAfter: 40_000 } as const;
  expect(errorText(new ApiError({ ...fast, users: [7] }))).toMatch("this person into rooms very often");
  expect(errorText(new ApiError({ status: 409, code: "left_recently", users: [7] }))).toMatch(
    "They have left this room",
  );
});
