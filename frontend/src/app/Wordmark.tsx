import { SiteLogo } from "@/components/display/SiteLogo";

export function Wordmark() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <SiteLogo className="size-6" />
      Irori
    </span>
  );
}
