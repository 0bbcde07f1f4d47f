import { Navigate, Outlet, type To, useLocation } from "react-router";
import { useSession } from "@/lib/session/useSession";
import { ShellSkeleton } from "./ShellSkeleton";

/** Until the server has said who this is, nothing is drawn that supposes an answer. */
export function KnownSession() {
  const status = useSession((state) => state.status);
  return status === "unknown" ? <ShellSkeleton /> : <Outlet />;
}

/** For people who are in. Others come back to the page they asked for. */
export function SignedIn() {
  const status = useSession((state) => state.status);
  const location = useLocation();
  return status === "in" ? <Outlet /> : <Navigate to="/signin" replace state={{ from: location }} />;
}

/** For people who are not in. An empty site has one page only. */
export function SignedOut() {
  const { status, needsSetup } = useSession();
  const { pathname, state } = useLocation();
  if (status === "in") return <Navigate to={cameFrom(state)} replace />;
  const atSetup = pathname === "/setup";
  if (needsSetup && !atSetup) return <Navigate to="/setup" replace state={state} />;
  if (!needsSetup && atSetup) return <Navigate to="/signin" replace state={state} />;
  return <Outlet />;
}

function cameFrom(state: unknown): To {
  const from = (state as { from?: { pathname: string; search: string; hash: string } } | null)?.from;
  return from ? { pathname: from.pathname, search: from.search, hash: from.hash } : "/";
}
