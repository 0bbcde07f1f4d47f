import { useEffect } from "react";
import { isolated } from "@/lib/text/bidi";

const ICON = `${import.meta.env.BASE_URL}favicon.svg`;
const UNREAD_ICON = `${import.meta.env.BASE_URL}favicon-unread.svg`;

let page: readonly string[] = [];
let unread = 0;

/** Sets the page's title in the tab. */
export function useTitle(...parts: string[]) {
  const title = parts.filter(Boolean).map(isolated).join(" · ");
  useEffect(() => {
    page = title ? [title] : [];
    show();
  }, [title]);
}

/** Shows the unread count in the title and the icon of the tab. */
export function useUnreadBadge(count: number) {
  useEffect(() => {
    unread = count;
    show();
    const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    icon?.setAttribute("href", count > 0 ? UNREAD_ICON : ICON);
  }, [count]);
  useEffect(() => () => forgetUnread(), []);
}

function forgetUnread() {
  unread = 0;
  document.querySelector("link[rel=icon]")?.setAttribute("href", ICON);
  show();
}

function show() {
  const name = [...page, "Irori"].join(" · ");
  document.title = unread > 0 ? `(${unread}) ${name}` : name;
}
