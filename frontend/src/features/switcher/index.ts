export { PlacePicker } from "./picker";
export { Switcher } from "./Switcher";
export { SwitcherButton } from "./SwitcherButton";
