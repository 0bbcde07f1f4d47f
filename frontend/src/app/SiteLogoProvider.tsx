import { type ReactNode, useEffect } from "react";
import { LogoContext } from "@/components/display/SiteLogo";
import { useSite } from "@/entities/site/useSite";
import { rememberedLogo, rememberLogo } from "@/lib/browser/siteLogo";

/** Shows the logo that this browser knows until the site has answered, so that it is there at the first paint. */
export function SiteLogoProvider({ children }: { children: ReactNode }) {
  const { data: site } = useSite({ once: true });
  useEffect(() => {
    if (site) rememberLogo(site.logo);
  }, [site]);
  return <LogoContext value={site ? site.logo : rememberedLogo()}>{children}</LogoContext>;
}
