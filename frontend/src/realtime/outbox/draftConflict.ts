import { isBlank } from "@/lib/text/blank";

type Conflict = {
  /** The text of this device, which the server does not have. */
  mine: string;
  /** Texts that this device sent without an answer. */
  tried: readonly string[];
  /** The text that the server keeps. */
  theirs: string;
  /** This device knew an earlier state of the draft. */
  isKnown: boolean;
  isTyping: boolean;
};

type Outcome = { text: string; told: boolean; parked?: boolean };

/**
 * What a device keeps whose draft met one of another device; "wait": ask again when the person pauses. Words that are
 * nowhere else are never dropped, and what was sent elsewhere does not come back.
 */
export function mergeDrafts({ mine, tried, theirs, isKnown, isTyping }: Conflict): Outcome | "wait" {
  if (isSame(mine, theirs)) return { text: mine, told: true };
  if (tried.some((each) => isSame(each, theirs))) return { text: mine, told: false };
  if (theirs === "") return { text: mine, told: false, ...(isKnown && !isTyping && { parked: true }) };
  if (mine !== "" && mine.startsWith(theirs)) return { text: mine, told: false };
  if (isTyping) return "wait";
  if (theirs.startsWith(mine)) return { text: theirs, told: true };
  return { text: `${theirs.trimEnd()}\n\n${mine}`, told: false };
}

/** As the server stores texts: blank ones empty, without NULs and lone surrogates. */
export const isSame = (one: string, other: string) => stored(one) === stored(other);

const stored = (text: string) => (isBlank(text) ? "" : text.replaceAll("\0", "").replace(/\p{Cs}/gu, "?"));
