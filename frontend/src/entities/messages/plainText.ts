import { withoutMarks } from "@/lib/text/markdownMarks";

/** More than one line holds. */
const MOST = 500;

/** The beginning of a message in one line, without markup. */
export const plainText = (text: string) =>
  withoutMarks(text.trimStart().slice(0, MOST)).shown.replace(/\s+/g, " ").trim();
