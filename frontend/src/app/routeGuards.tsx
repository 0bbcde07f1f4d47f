import { Navigate, Outlet, type To, useLocation } from "react-router";
import { useSession } from "@/lib/session/useSession";
import { ShellSkeleton } from "./ShellSkeleton";

/** Renders the skeleton until the server has said who is signed in. */
export function KnownSession() {
  const status = useSession((state) => state.status);
  return status === "unknown" ? <ShellSkeleton /> : <Outlet />;
}

/** Routes for signed-in users. Others sign in first and return to the page that they asked for. */
export function SignedIn() {
  const status = useSession((state) => state.status);
  const location = useLocation();
  return status === "in" ? <Outlet /> : <Navigate to="/signin" replace state={{ from: location }} />;
}

/** Routes for signed-out users. An empty site has only the setup page. */
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
