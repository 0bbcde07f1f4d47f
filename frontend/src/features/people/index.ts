export { useNaming } from "./naming";
export { PersonCard, PersonCardAt } from "./PersonCard";
export { PersonName } from "./PersonName";
export { Portrait } from "./Portrait";
export { PresenceText } from "./PresenceText";
export { StatusForm } from "./StatusForm";
export { StatusText } from "./StatusText";
