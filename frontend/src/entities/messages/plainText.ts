const MARKS = /^[>#\-*+\s]+|[*_~`]+|!?\[([^\]]*)\]\([^)]*\)/gm;

/** More than one line holds, and short enough for unclosed brackets, each of which is searched to the end. */
const MOST = 500;

/** The beginning of a message in one line, without markup. */
export const plainText = (text: string) =>
  text.trimStart().slice(0, MOST).replace(MARKS, "$1").replace(/\s+/g, " ").trim();
