import type { ReactNode } from "react";
import { LanguageSwitch } from "@/components/controls/LanguageSwitch";
import { useTitle } from "@/lib/browser/title";
import { SiteLogo } from "./SiteLogo";

type Props = { title: string; name: string; intro?: string; children: ReactNode; foot?: ReactNode };

/** The layout of pages for signed-out users. `name` is the title in the tab. */
export function AuthPage({ title, name, intro, children, foot }: Props) {
  useTitle(name);
  return (
    <div className="safe flex h-full flex-col overflow-y-auto">
      <main className="m-auto w-full max-w-sm px-5 py-8">
        <div className="mb-6 flex items-center gap-3">
          <SiteLogo className="size-9" />
          <span className="font-semibold text-lg tracking-tight">Irori</span>
        </div>
        <h1 className="text-balance font-semibold text-2xl tracking-tight">{title}</h1>
        {intro && <p className="mt-2 text-muted text-sm">{intro}</p>}
        <div className="mt-6">{children}</div>
        {foot && <p className="mt-6 text-muted text-sm">{foot}</p>}
      </main>
      <footer className="flex justify-center px-5 pb-6">
        <LanguageSwitch />
      </footer>
    </div>
  );
}
