import attachments from "./attachments.json";
import first from "./first";
import formatting from "./formatting.json";
import inbox from "./inbox.json";
import moderation from "./moderation.json";
import search from "./search.json";
import settings from "./settings.json";
import signedIn from "./signedIn";

export default { ...first, ...signedIn, attachments, formatting, inbox, moderation, search, settings };
