const MARKS = /^[>#\-*+\s]+|[*_~`]+|!?\[([^\]]*)\]\([^)]*\)/gm;

/** More than a line holds, and little enough for brackets that are never closed, each of which is searched to the end. */
const MOST = 500;

/** The beginning of a message in one line: its words without what shapes them. */
export const plainText = (text: string) =>
  text.trimStart().slice(0, MOST).replace(MARKS, "$1").replace(/\s+/g, " ").trim();
