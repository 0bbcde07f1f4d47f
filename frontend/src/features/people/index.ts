export { PersonCard, PersonCardAt } from "./PersonCard";
export { Portrait } from "./Portrait";
export { PresenceText } from "./PresenceText";
export { StatusForm } from "./StatusForm";
export { StatusText } from "./StatusText";
