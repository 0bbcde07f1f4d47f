import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import type { LoadFailure } from "@/lib/lazy/lazyModule";

export type FailureProps = {
  failure: LoadFailure;
  onRetry: () => Promise<unknown>;
  open?: boolean;
  onClose?: () => void;
};

/** In the place of a part that could not be loaded: what happened, and the button that helps. */
export function LoadFailureNotice({ failure, onRetry }: Pick<FailureProps, "failure" | "onRetry">) {
  const { t } = useTranslation("errors");
  const [isTrying, setTrying] = useState(false);
  const isOutdated = failure === "outdated";
  const retry = async () => {
    setTrying(true);
    await onRetry();
    setTrying(false);
  };
  return (
    <div role="alert" className="m-auto flex max-w-sm flex-col items-center gap-3 p-6 text-center">
      <p className="text-muted text-sm">{t(isOutdated ? "partOutdated" : "partUnreachable")}</p>
      <Button busy={isTrying} onClick={isOutdated ? () => location.reload() : retry}>
        {t(isOutdated ? "reload" : "retry")}
      </Button>
    </div>
  );
}
