import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/components/overlay/ConfirmDialog";
import type { Section } from "@/lib/protocol/types";
import { useDeleteSection } from "./queries";

export function DeleteSectionDialog({ section, onClose }: { section: Section; onClose: () => void }) {
  const { t } = useTranslation("rooms");
  const remove = useDeleteSection(section.id);
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("deleteSectionTitle", { name: section.name })}
      text={t("deleteSectionText")}
      action={t("deleteSection")}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    />
  );
}
