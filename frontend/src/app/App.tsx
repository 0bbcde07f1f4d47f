import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { RoomPage } from "@/app/room/RoomPage";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { Toaster } from "@/components/overlay/Toast";
import { SignInPage } from "@/features/auth/SignInPage";
import { addTexts } from "@/lib/i18n/i18n";
import { ErrorBoundary } from "./ErrorBoundary";
import { HomePage } from "./HomePage";
import { NotFound } from "./NotFound";
import { queryClient } from "./queryClient";
import { KnownSession, SignedIn, SignedOut } from "./routeGuards";
import { Shell } from "./Shell";

// No room needs these pages, so each is loaded when it is first opened.
const auth = () => import("./authPages");
const SignUpPage = lazy(async () => ({ default: (await auth()).SignUpPage }));
const InvitationPage = lazy(async () => ({ default: (await auth()).InvitationPage }));
const SetupPage = lazy(async () => ({ default: (await auth()).SetupPage }));
const ForgotPasswordPage = lazy(async () => ({ default: (await auth()).ForgotPasswordPage }));
const ResetPasswordPage = lazy(async () => ({ default: (await auth()).ResetPasswordPage }));
const ConfirmEmailPage = lazy(async () => ({ default: (await auth()).ConfirmEmailPage }));
const JoinPage = lazy(async () => ({ default: (await import("@/features/room-invitations/JoinPage")).JoinPage }));
const SettingsPage = lazy(async () => {
  const [page] = await Promise.all([import("./settings/SettingsPage"), addTexts("settings")]);
  return { default: page.SettingsPage };
});

export function App() {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider delayDuration={500}>
          {/* React's transitions would interrupt rendering a room for other work: a tenth longer. */}
          <BrowserRouter useTransitions={false}>
            <Suspense>
              <Routes>
                <Route element={<KnownSession />}>
                  <Route element={<SignedOut />}>
                    <Route path="signin" element={<SignIn />} />
                    <Route path="signup" element={<SignUpPage />} />
                    <Route path="invitation" element={<InvitationPage />} />
                    <Route path="setup" element={<SetupPage />} />
                  </Route>
                  <Route path="forgot" element={<ForgotPasswordPage />} />
                  <Route path="reset" element={<ResetPasswordPage />} />
                  <Route path="join" element={<JoinPage />} />
                  <Route path="confirm" element={<ConfirmEmailPage />} />
                  <Route element={<SignedIn />}>
                    <Route element={<Shell />}>
                      <Route index element={<HomePage />} />
                      <Route path="rooms/:roomId/:seq?" element={<RoomPage />} />
                      <Route path="settings/:page?" element={<SettingsPage />} />
                      <Route path="*" element={<NotFound />} />
                    </Route>
                  </Route>
                </Route>
              </Routes>
            </Suspense>
          </BrowserRouter>
          <Toaster />
        </TooltipProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

/** Preloads the pages that it links to. They are small, and a failed load is repeated when a page opens. */
function SignIn() {
  useEffect(() => void auth().catch(() => {}), []);
  return <SignInPage />;
}
