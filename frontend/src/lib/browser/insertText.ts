type Field = HTMLTextAreaElement | HTMLInputElement;

/** Inserts text as if it was typed, so that undo removes it. */
export function insertText(field: Field, text: string, from = field.selectionStart, to = field.selectionEnd) {
  field.focus();
  field.setSelectionRange(from, to);
  // Deprecated, and the only call that keeps the field's undo history.
  if (document.execCommand?.("insertText", false, text)) return;
  field.setRangeText(text, from ?? 0, to ?? 0, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
