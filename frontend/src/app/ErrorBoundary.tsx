import i18next from "i18next";
import { Component, type ReactNode } from "react";
import { Button } from "@/components/controls/Button";
import { EmptyState } from "@/components/display/EmptyState";

/** Shows a message and a reload button after an error in rendering, instead of a blank page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    const reload = (
      <Button look="primary" onClick={() => location.reload()}>
        {i18next.t("reload", { ns: "errors" })}
      </Button>
    );
    return (
      <EmptyState heading="h1" title={i18next.t("title", { ns: "errors" })} action={reload}>
        {i18next.t("crashed", { ns: "errors" })}
      </EmptyState>
    );
  }
}
