export { PlacePicker } from "./PlacePicker";
export { Switcher } from "./Switcher";
export { SwitcherButton } from "./SwitcherButton";
