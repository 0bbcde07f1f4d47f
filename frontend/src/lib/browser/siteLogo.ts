import { deviceStorage } from "./storage";

type Addresses = { light: string; dark: string };

const STORED = "irori.logo";

/** The logo that the site had when it was last asked; null for none. */
export function rememberedLogo(): Addresses | null {
  const [light, dark] = (deviceStorage.get(STORED) ?? "").split(" ");
  return light && dark ? { light, dark } : null;
}

export function rememberLogo(logo: Addresses | null) {
  if (logo) deviceStorage.set(STORED, `${logo.light} ${logo.dark}`);
  else deviceStorage.remove(STORED);
}
