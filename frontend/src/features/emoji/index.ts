export { EmojiButton } from "./EmojiButton";
export { EmojiPopover } from "./EmojiPopover";
export { favouriteEmoji, rememberEmoji } from "./favourites";
