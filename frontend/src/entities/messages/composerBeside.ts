/** The room's own column, or the panel beside it. Each has messages and a composer. */
export const columnOf = (element: Element) => element.closest("aside, [role=dialog]");

/** Whether an element is the composer of a column: its field stands outside the messages. */
export const isComposerIn = (column: Element | null, element: Element) =>
  element.matches("textarea") && !element.closest("[role=feed]") && columnOf(element) === column;

export const composerBeside = (message: Element) =>
  [...document.querySelectorAll("textarea")].find((each) => isComposerIn(columnOf(message), each));
