import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { useCallback } from "react";
import { Button } from "@/components/controls/Button";
import { FormError } from "@/components/form/FormError";

type Found = Pick<
  UseInfiniteQueryResult,
  "hasNextPage" | "isFetchingNextPage" | "isFetchNextPageError" | "fetchNextPage" | "error"
>;

/** At the end of a list: loads its next page when it comes into view or is pressed. */
export function NextPage({ found, label }: { found: Found; label: string }) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, error } = found;
  // A second call while a page is loading must not begin anew.
  const load = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);
  const loadsItself = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  const mark = useCallback(
    (element: Element | null) => {
      if (!element || !loadsItself) return;
      // A busy page hears of several changes at once, the last of which may be that the element left again.
      const observer = new IntersectionObserver((entries) => entries.some((each) => each.isIntersecting) && load());
      observer.observe(element);
      return () => observer.disconnect();
    },
    [loadsItself, load],
  );
  return (
    <>
      {isFetchNextPageError && <FormError error={error} className="m-2" />}
      {hasNextPage && (
        <div ref={mark} className="p-2">
          <Button busy={isFetchingNextPage} onClick={load} className="w-full">
            {label}
          </Button>
        </div>
      )}
    </>
  );
}
