import clsx from "clsx";
import type { User } from "@/lib/protocol/types";
import { Picture } from "./Picture";

const TINTS = ["bg-tint-1", "bg-tint-2", "bg-tint-3", "bg-tint-4", "bg-tint-5", "bg-tint-6"];

const SIZES = {
  tiny: "size-4.5 rounded text-[0.5rem]",
  small: "size-6 rounded-md text-2xs",
  medium: "size-8 rounded-lg text-xs",
  large: "size-9 rounded-lg text-sm",
  huge: "size-16 rounded-2xl text-xl",
};

/** Hidden from screen readers, because the name stands beside it. */
export function Avatar({ user, size = "large" }: { user: User; size?: keyof typeof SIZES }) {
  return (
    <span
      aria-hidden="true"
      className={clsx(
        "inline-grid shrink-0 select-none place-items-center overflow-hidden font-semibold text-on-tint",
        SIZES[size],
        TINTS[user.id % TINTS.length],
      )}
    >
      <Picture src={user.avatar} fallback={initials(user)} />
    </span>
  );
}

/** Two letters of Latin script, one character of other scripts. */
export function initials({ display_name, username }: Pick<User, "display_name" | "username">) {
  const words = (display_name.trim() || username).split(/[\s\u3000]+/);
  const first = firstCharacter(words[0] ?? "");
  const second = firstCharacter(words[1] ?? "");
  return (isLatin(first) && isLatin(second) ? first + second : first).toLocaleUpperCase();
}

const isLatin = (character: string) => /^\p{Script=Latin}/u.test(character);

const firstCharacter = (word: string) => Array.from(word)[0] ?? "";
