import emoji from "./emoji.json";
import files from "./files.json";
import messages from "./messages.json";
import people from "./people.json";
import rooms from "./rooms.json";
import shortcuts from "./shortcuts.json";
import switcher from "./switcher.json";

/** What rooms may say. The settings bring theirs with them. */
export default { emoji, files, messages, people, rooms, shortcuts, switcher };
