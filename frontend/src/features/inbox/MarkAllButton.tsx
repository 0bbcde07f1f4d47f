import { CheckCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { useInboxUnread } from "@/entities/inbox/unread";
import { useMarkAll } from "./queries";

/** It stays when nothing is left, so that focus is not lost by what it did. */
export function MarkAllButton() {
  const { t } = useTranslation("inbox");
  const unread = useInboxUnread();
  const { mutate, isPending } = useMarkAll();
  if (unread === null) return null;
  return (
    <Button look="quiet" busy={isPending} aria-disabled={!unread} onClick={() => mutate()}>
      {!isPending && <CheckCheck aria-hidden="true" className="size-4" />}
      {t("markAll")}
    </Button>
  );
}
