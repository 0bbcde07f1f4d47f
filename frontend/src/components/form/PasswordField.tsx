import clsx from "clsx";
import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/components/controls/IconButton";
import { FieldFrame, inputClass, useField } from "./Field";

type Props = Pick<ComponentProps<"input">, "autoFocus"> & {
  /** Tells password managers which password goes here. */
  kind: "current" | "new";
  label: string;
  name?: string;
  hint?: string;
  errors?: string[] | undefined;
};

export function PasswordField({ kind, label, name = "password", hint, errors, ...input }: Props) {
  const { t } = useTranslation("auth");
  const [shown, setShown] = useState(false);
  const { id, error, control } = useField({ hint, errors });
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <div className="relative">
        <input
          {...input}
          {...control}
          name={name}
          autoComplete={`${kind}-password`}
          required
          type={shown ? "text" : "password"}
          autoCapitalize="none"
          spellCheck={false}
          className={clsx(inputClass, "pr-12")}
        />
        <IconButton
          label={shown ? t("hidePassword") : t("showPassword")}
          icon={shown ? EyeOff : Eye}
          onClick={() => setShown(!shown)}
          className="absolute top-0 right-0.5"
        />
      </div>
    </FieldFrame>
  );
}
