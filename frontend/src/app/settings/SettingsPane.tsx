import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { BackLink } from "@/components/controls/BackLink";
import { useTitle } from "@/lib/browser/title";
import { SETTINGS_SECTIONS, type SettingsPageEntry } from "./sections";

type Props = { page: SettingsPageEntry; isBeside: boolean };

/** One page of the settings. */
export function SettingsPane({ page, isBeside }: Props) {
  const { t } = useTranslation("settings");
  const title = t(page.title);
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(title, t("title"));
  useEffect(() => {
    // The link that led here is gone with the list.
    if (!isBeside) heading.current?.focus();
  }, [isBeside]);
  // The list beside it has the heading of the page.
  const [Heading, SectionHeading] = isBeside ? (["h2", "h3"] as const) : (["h1", "h2"] as const);
  const sections = SETTINGS_SECTIONS.filter((section) => section.page === page.name);
  return (
    <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
      <header className="sticky top-0 z-10 flex h-14 items-center gap-1 border-line border-b bg-surface px-2 md:px-5">
        {!isBeside && <BackLink to="/settings" label={t("backToList")} className="md:-ml-2" />}
        <Heading ref={heading} tabIndex={-1} className="font-semibold outline-none">
          {title}
        </Heading>
      </header>
      <div className="flex max-w-xl flex-col divide-y divide-line px-4 pb-10 md:px-5">
        {sections.map(({ id, title: name, hint, Content }) => (
          <Section key={name} id={id} title={t(name)}>
            {name !== page.title && <SectionHeading className="font-semibold text-sm">{t(name)}</SectionHeading>}
            {hint && <p className="mt-1 text-muted text-xs">{t(hint)}</p>}
            <div className="mt-4 first:mt-0">
              <Content />
            </div>
          </Section>
        ))}
      </div>
    </div>
  );
}

type SectionProps = { id?: string | undefined; title: string; children: ReactNode };

/** A section with an `id` is a link target: /settings/account#password. */
function Section({ id, title, children }: SectionProps) {
  const { hash } = useLocation();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (id && hash === `#${id}`) section.current?.scrollIntoView();
  }, [hash, id]);
  return (
    <section ref={section} aria-label={title} className="scroll-mt-14 py-6">
      {children}
    </section>
  );
}
