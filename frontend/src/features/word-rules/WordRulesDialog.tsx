import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { Dialog } from "@/components/overlay/Dialog";
import type { RoomSummary, WordRule } from "@/lib/protocol/types";
import { useWordRules } from "./queries";
import { RuleForm } from "./RuleForm";
import { RuleRow } from "./RuleRow";

type Props = { room: RoomSummary; onClose: () => void };

/** For moderators: words and links that the room's messages are checked for. */
export function WordRulesDialog({ room, onClose }: Props) {
  const { t } = useTranslation("moderation");
  /** `new` for the form of a new rule. */
  const [edited, setEdited] = useState<WordRule | "new" | null>(null);
  const close = () => setEdited(null);
  return (
    <Dialog open toRead onClose={onClose} title={t("rulesTitle", { room: room.name })} description={t("rulesHint")}>
      {edited === null ? (
        <Rules room={room.id} onEdit={setEdited} />
      ) : (
        <RuleForm room={room.id} rule={edited === "new" ? null : edited} onDone={close} />
      )}
    </Dialog>
  );
}

function Rules({ room, onEdit }: { room: number; onEdit: (rule: WordRule | "new") => void }) {
  const { t } = useTranslation("moderation");
  const { data, error, refetch } = useWordRules(room);
  if (error && !data) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-14" />;
  return (
    <>
      {data.length === 0 && <p className="mb-4 text-muted text-sm">{t("noRules")}</p>}
      <ul className="mb-4 flex flex-col divide-y divide-line">
        {data.map((rule) => (
          <RuleRow key={rule.id} room={room} rule={rule} onEdit={() => onEdit(rule)} />
        ))}
      </ul>
      <Button look="primary" className="self-start" onClick={() => onEdit("new")}>
        <Plus aria-hidden="true" className="size-4" />
        {t("addRule")}
      </Button>
    </>
  );
}
