import { createContext, useContext, useState } from "react";
import { Logo } from "./Logo";

/** Addresses of the pictures for light and for dark pages. */
export type LogoAddresses = { light: string; dark: string };

/** The site's own logo; null where it has none. */
export const LogoContext = createContext<LogoAddresses | null>(null);

/** The site's own logo. Irori's stands where the site has none, or where it cannot be loaded. */
export function SiteLogo({ className = "" }: { className?: string }) {
  const logo = useContext(LogoContext);
  const [failed, setFailed] = useState<string | null>(null);
  if (!logo || failed === logo.light) return <Logo className={className} />;
  const fail = () => setFailed(logo.light);
  return (
    <>
      <img src={logo.light} alt="" loading="lazy" onError={fail} className={`on-light object-contain ${className}`} />
      <img src={logo.dark} alt="" loading="lazy" onError={fail} className={`on-dark object-contain ${className}`} />
    </>
  );
}
