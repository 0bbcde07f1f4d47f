import app from "./app.json";
import auth from "./auth.json";
import emoji from "./emoji.json";
import errors from "./errors.json";
import formatting from "./formatting.json";
import messages from "./messages.json";
import people from "./people.json";
import rooms from "./rooms.json";
import settings from "./settings.json";
import shortcuts from "./shortcuts.json";
import switcher from "./switcher.json";

export default { app, auth, emoji, errors, formatting, messages, people, rooms, settings, shortcuts, switcher };
