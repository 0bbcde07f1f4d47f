import { Navigate, Outlet, type To, useLocation } from "react-router";
import { LoadFailureNotice } from "@/components/lazy/LoadFailureNotice";
import { useLazyModule } from "@/lib/lazy/useLazyModule";
import { useSession } from "@/lib/session/useSession";
import { ShellSkeleton } from "./ShellSkeleton";
import { signedInModule } from "./signedInModule";

/** Renders the skeleton until the server has said who is signed in. */
export function KnownSession() {
  const status = useSession((state) => state.status);
  return status === "unknown" ? <ShellSkeleton /> : <Outlet />;
}

/** Pages of signed-in users. Others sign in first and return to the page that they asked for. */
export function SignedIn() {
  const status = useSession((state) => state.status);
  const location = useLocation();
  return status === "in" ? <LoadedApp /> : <Navigate to="/signin" replace state={{ from: location }} />;
}

function LoadedApp() {
  const { module, failure } = useLazyModule(signedInModule);
  if (module) return <module.SignedInApp />;
  if (!failure) return <ShellSkeleton />;
  return (
    <main className="safe flex h-full">
      <LoadFailureNotice failure={failure} onRetry={() => signedInModule.load().catch(() => {})} />
    </main>
  );
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
