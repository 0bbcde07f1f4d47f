import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { Toaster } from "@/components/Toast";
import { TooltipProvider } from "@/components/Tooltip";
import { SignInPage } from "@/features/auth";
import { Home, RoomPage } from "@/features/rooms";
import { ErrorBoundary } from "./ErrorBoundary";
import { KnownSession, SignedIn, SignedOut } from "./gates";
import { NotFound } from "./NotFound";
import { queryClient } from "./queryClient";
import { Shell } from "./Shell";

// Nobody waits for these to read a room.
const auth = () => import("@/features/auth/seldom");
const SignUpPage = lazy(async () => ({ default: (await auth()).SignUpPage }));
const InvitationPage = lazy(async () => ({ default: (await auth()).InvitationPage }));
const SetupPage = lazy(async () => ({ default: (await auth()).SetupPage }));
const ForgotPasswordPage = lazy(async () => ({ default: (await auth()).ForgotPasswordPage }));
const ResetPasswordPage = lazy(async () => ({ default: (await auth()).ResetPasswordPage }));
const ConfirmAddressPage = lazy(async () => ({ default: (await auth()).ConfirmAddressPage }));
const JoinPage = lazy(async () => ({ default: (await import("@/features/rooms/JoinPage")).JoinPage }));
const SettingsPage = lazy(async () => ({ default: (await import("@/features/settings")).SettingsPage }));

export function App() {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider delayDuration={500}>
          {/* As a transition, drawing a room makes way for everything else and takes a tenth longer. */}
          <BrowserRouter useTransitions={false}>
            <Suspense>
              <Routes>
                <Route element={<KnownSession />}>
                  <Route element={<SignedOut />}>
                    <Route path="signin" element={<SignInPage />} />
                    <Route path="signup" element={<SignUpPage />} />
                    <Route path="invitation" element={<InvitationPage />} />
                    <Route path="setup" element={<SetupPage />} />
                  </Route>
                  <Route path="forgot" element={<ForgotPasswordPage />} />
                  <Route path="reset" element={<ResetPasswordPage />} />
                  <Route path="join" element={<JoinPage />} />
                  <Route path="confirm" element={<ConfirmAddressPage />} />
                  <Route element={<SignedIn />}>
                    <Route element={<Shell />}>
                      <Route index element={<Home />} />
                      <Route path="rooms/:roomId/:seq?" element={<RoomPage />} />
                      <Route path="settings" element={<SettingsPage />} />
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
