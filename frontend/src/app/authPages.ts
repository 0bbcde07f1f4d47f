/** Pages of few visits, in one chunk apart: signing in and reading a room do not load it. */
export { ConfirmEmailPage } from "@/features/auth/ConfirmEmailPage";
export { ForgotPasswordPage } from "@/features/auth/ForgotPasswordPage";
export { InvitationPage } from "@/features/auth/InvitationPage";
export { ResetPasswordPage } from "@/features/auth/ResetPasswordPage";
export { SetupPage } from "@/features/auth/SetupPage";
export { SignUpPage } from "@/features/auth/SignUpPage";
