import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import type { WordRule } from "@/lib/protocol/types";
import { useDeleteRule } from "./queries";

type Props = { room: number; rule: WordRule; onEdit: () => void };

export function RuleRow({ room, rule, onEdit }: Props) {
  const { t } = useTranslation("moderation");
  const [asked, setAsked] = useState(false);
  const remove = useDeleteRule(room);
  const { pattern, kind, action, note } = rule;
  return (
    <li className="flex items-center gap-1 py-2 first:pt-0">
      <div className="min-w-0 flex-1 text-sm">
        <p className="wrap-anywhere font-medium">
          <bdi>{pattern}</bdi>
        </p>
        <p className="text-muted text-xs">
          {t(`ruleKinds.${kind}`)}
          {" · "}
          {t(`ruleActions.${action}`)}
        </p>
        {note && <p className="wrap-anywhere text-muted text-xs">{note}</p>}
      </div>
      <IconButton label={t("editRuleNamed", { pattern })} icon={Pencil} onClick={onEdit} />
      <IconButton label={t("deleteRuleNamed", { pattern })} icon={Trash2} onClick={() => setAsked(true)} />
      <ConfirmDialog
        open={asked}
        onClose={() => setAsked(false)}
        title={t("deleteRuleTitle")}
        text={t("deleteRuleText", { pattern })}
        action={t("deleteRule")}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(rule)}
      />
    </li>
  );
}
