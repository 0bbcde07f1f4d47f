import { useTranslation } from "react-i18next";
import { Choice } from "@/components/form/Choice";
import { Field } from "@/components/form/Field";
import type { Lifetime } from "./lifetimes";

type Props = {
  lifetime: Lifetime;
  onLifetime: (lifetime: Lifetime) => void;
  /** What the server finds wrong with the number of uses. */
  errors: string[] | undefined;
};

/** How long an invitation can be used, and by how many people: a number field named `uses`. */
export function InvitationLimits({ lifetime, onLifetime, errors }: Props) {
  const { t } = useTranslation("rooms");
  return (
    <>
      <Choice<Lifetime>
        label={t("lifetime")}
        value={lifetime}
        onChange={onLifetime}
        options={{ day: t("aDay"), week: t("aWeek"), month: t("aMonth"), ever: t("noEnd") }}
      />
      <Field
        label={t("uses")}
        name="uses"
        type="number"
        min={1}
        max={100_000}
        inputMode="numeric"
        autoComplete="off"
        optional={t("optional")}
        hint={t("usesHint")}
        errors={errors}
      />
    </>
  );
}
