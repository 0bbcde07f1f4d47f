export { Shortcuts } from "./Shortcuts";
export { ShortcutsButton } from "./ShortcutsButton";
