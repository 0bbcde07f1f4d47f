import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { TooltipProvider } from "@/components/controls/Tooltip";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { Toaster } from "@/components/overlay/Toast";
import { SignInPage } from "@/features/auth/SignInPage";
import { addTexts } from "@/lib/i18n/i18n";
import { lazyModule } from "@/lib/lazy/lazyModule";
import { ErrorBoundary } from "./ErrorBoundary";
import { queryClient } from "./queryClient";
import { KnownSession, SignedIn, SignedOut } from "./routeGuards";
import { SiteLogoProvider } from "./SiteLogoProvider";

// Few visits need these pages, so each is loaded when it is first opened.
const auth = lazyModule(() => import("./authPages"));
const SignUpPage = lazyComponent(auth, ({ SignUpPage }) => SignUpPage);
const InvitationPage = lazyComponent(auth, ({ InvitationPage }) => InvitationPage);
const SetupPage = lazyComponent(auth, ({ SetupPage }) => SetupPage);
const ForgotPasswordPage = lazyComponent(auth, ({ ForgotPasswordPage }) => ForgotPasswordPage);
const ResetPasswordPage = lazyComponent(auth, ({ ResetPasswordPage }) => ResetPasswordPage);
const ConfirmEmailPage = lazyComponent(auth, ({ ConfirmEmailPage }) => ConfirmEmailPage);
const JoinPage = lazyComponent(
  lazyModule(
    async () => (await Promise.all([import("@/features/room-invitations/JoinPage"), addTexts("signedIn")]))[0],
  ),
  ({ JoinPage }) => JoinPage,
);

export function App() {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <SiteLogoProvider>
          <TooltipProvider delayDuration={500}>
            {/* React's transitions would interrupt rendering a room for other work: a tenth longer. */}
            <BrowserRouter useTransitions={false}>
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
                  <Route path="*" element={<SignedIn />} />
                </Route>
              </Routes>
            </BrowserRouter>
            <Toaster />
          </TooltipProvider>
        </SiteLogoProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

/** Preloads the pages that it links to. They are small, and a failed load is repeated when a page opens. */
function SignIn() {
  useEffect(() => void auth.load().catch(() => {}), []);
  return <SignInPage />;
}
