export { Conversation } from "./Conversation";
export { PinsPanel } from "./PinsPanel";
export { ThreadPanel } from "./ThreadPanel";
