/** Pages that few visits see: loaded apart, so that nobody waits for them to sign in or to read a room. */
export { ConfirmAddressPage } from "./ConfirmAddressPage";
export { ForgotPasswordPage } from "./ForgotPasswordPage";
export { InvitationPage } from "./InvitationPage";
export { ResetPasswordPage } from "./ResetPasswordPage";
export { SetupPage } from "./SetupPage";
export { SignUpPage } from "./SignUpPage";
