import { useLocation } from "react-router";

/** What a link carries after its #, where no server gets to see it. */
export function useFragment() {
  const { hash } = useLocation();
  return new URLSearchParams(hash.slice(1));
}
