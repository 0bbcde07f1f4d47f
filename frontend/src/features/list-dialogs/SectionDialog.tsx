import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";
import { Dialog } from "@/components/overlay/Dialog";
import { SECTION_LENGTH } from "@/entities/rooms/limits";
import type { Section } from "@/lib/protocol/types";
import { useCreateSection, useRenameSection } from "./queries";

type Props = { section: Section | null; onClose: () => void };

/** Makes a section, or renames one. */
export function SectionDialog({ section, onClose }: Props) {
  const { t } = useTranslation(["rooms", "app"]);
  const create = useCreateSection();
  const rename = useRenameSection(section?.id ?? 0);
  const send = async ({ name = "" }: Record<string, string>) => {
    await (section ? rename : create).mutateAsync(name);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={section ? t("renameSection") : t("newSection")}
      description={section ? undefined : t("newSectionHint")}
    >
      <Form send={send}>
        {({ fields, busy }) => (
          <>
            <Field
              label={t("name")}
              name="name"
              defaultValue={section?.name}
              required
              maxLength={SECTION_LENGTH}
              autoComplete="off"
              errors={fields.name}
            />
            <Button type="submit" look="primary" busy={busy} className="mt-2">
              {section ? t("app:save") : t("createSection")}
            </Button>
          </>
        )}
      </Form>
    </Dialog>
  );
}
