export { AuthPage } from "./AuthPage";
export { CopiedSignIn } from "./CopiedSignIn";
export { SignInDialog } from "./SignInDialog";
export { SignInPage } from "./SignInPage";
export { useSite } from "./useSite";
