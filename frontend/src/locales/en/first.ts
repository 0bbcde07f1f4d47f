import app from "./app.json";
import auth from "./auth.json";
import emoji from "./emoji.json";
import errors from "./errors.json";
import files from "./files.json";
import messages from "./messages.json";
import people from "./people.json";
import rooms from "./rooms.json";
import shortcuts from "./shortcuts.json";
import switcher from "./switcher.json";

/** What the first page may say. The settings bring theirs with them. */
export default { app, auth, emoji, errors, files, messages, people, rooms, shortcuts, switcher };
