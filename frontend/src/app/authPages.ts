/** Pages that few visits see: loaded apart, so that nobody waits for them to sign in or to read a room. */
export { ConfirmAddressPage } from "@/features/auth/ConfirmEmailPage";
export { ForgotPasswordPage } from "@/features/auth/ForgotPasswordPage";
export { InvitationPage } from "@/features/auth/InvitationPage";
export { ResetPasswordPage } from "@/features/auth/ResetPasswordPage";
export { SetupPage } from "@/features/auth/SetupPage";
export { SignUpPage } from "@/features/auth/SignUpPage";
