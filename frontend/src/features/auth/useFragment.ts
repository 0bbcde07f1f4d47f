import { useLocation } from "react-router";

/** The parameters after the # of a link, which browsers send to no server. */
export function useFragment() {
  const { hash } = useLocation();
  return new URLSearchParams(hash.slice(1));
}
