const MARKS = /^[>#\-*+\s]+|[*_~`]+|!?\[([^\]]*)\]\([^)]*\)/gm;

/** A message in one line: its words without what shapes them. */
export const plainText = (text: string) => text.replace(MARKS, "$1").replace(/\s+/g, " ").trim();
