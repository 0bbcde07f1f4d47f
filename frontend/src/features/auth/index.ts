export { SetupPage } from "./SetupPage";
export { SignInDialog } from "./SignInDialog";
export { SignInPage } from "./SignInPage";
export { SignUpPage } from "./SignUpPage";
