export { Switcher } from "./Switcher";
export { SwitcherButton } from "./SwitcherButton";
