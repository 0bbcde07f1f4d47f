import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { FormError } from "@/components/form/FormError";
import type { useRoomFiles } from "@/entities/files/useRoomFiles";

/** Loads the next page when it comes into view, or is pressed. */
export function EarlierFiles({ found }: { found: ReturnType<typeof useRoomFiles> }) {
  const { t } = useTranslation("files");
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, error } = found;
  // A second call while a page is loading must not begin anew.
  const load = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);
  const loadsItself = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  const mark = useCallback(
    (element: Element | null) => {
      if (!element || !loadsItself) return;
      const observer = new IntersectionObserver((entries) => entries.some((each) => each.isIntersecting) && load());
      observer.observe(element);
      return () => observer.disconnect();
    },
    [loadsItself, load],
  );
  return (
    <>
      {isFetchNextPageError && <FormError error={error} className="my-2" />}
      {hasNextPage && (
        <div ref={mark} className="pt-3">
          <Button busy={isFetchingNextPage} onClick={load} className="w-full">
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}
