import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { FormError } from "@/components/form/FormError";
import type { RoomSummary } from "@/lib/protocol/types";
import { MemberRow } from "./MemberRow";
import type { useMemberPages } from "./useMemberPages";

type Props = { room: RoomSummary; found: ReturnType<typeof useMemberPages> };

/** The loaded pages, and the next one when its button comes into view or is pressed. */
export function MemberList({ room, found }: Props) {
  const { t } = useTranslation("rooms");
  const { members, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, error } = found;
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
      <ul aria-label={t("membersTitle")} className="flex flex-col">
        {members.map((member) => (
          <MemberRow key={member.user.id} room={room} member={member} />
        ))}
      </ul>
      {isFetchNextPageError && <FormError error={error} className="m-2" />}
      {hasNextPage && (
        <div ref={mark} className="p-2">
          <Button busy={isFetchingNextPage} onClick={load} className="w-full">
            {t("moreMembers")}
          </Button>
        </div>
      )}
    </>
  );
}
