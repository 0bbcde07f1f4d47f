import app from "./app.json";
import auth from "./auth.json";
import errors from "./errors.json";

/** What any page may say. */
export default { app, auth, errors };
