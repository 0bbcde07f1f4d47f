type Field = HTMLTextAreaElement | HTMLInputElement;

/** Writes into a field as if somebody typed it there, so that undo takes it back. */
export function insertText(field: Field, text: string, from = field.selectionStart, to = field.selectionEnd) {
  field.focus();
  field.setSelectionRange(from, to);
  // Deprecated, and the only way that keeps the field's own history of changes.
  if (document.execCommand?.("insertText", false, text)) return;
  field.setRangeText(text, from ?? 0, to ?? 0, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
