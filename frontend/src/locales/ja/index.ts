import first from "./first";
import settings from "./settings.json";

export default { ...first, settings };
