import clsx from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";
import { fieldText } from "@/lib/i18n/errorText";

export const inputClass = clsx(
  "target w-full rounded-lg border border-edge bg-surface px-3 py-2 text-base text-text placeholder:text-muted",
  "outline-offset-0 focus-visible:outline-2 focus-visible:outline-focus aria-invalid:border-danger md:text-sm",
);

type FieldProps = { label: string; hint?: ReactNode; errors?: string[]; optional?: string };

/** The label, hint and error of a control, and the ids that connect them. */
export function useField({ hint, errors, kind }: Pick<FieldProps, "hint" | "errors"> & { kind?: string | undefined }) {
  const id = useId();
  const error = fieldText(errors, kind);
  const describedBy = clsx(hint && `${id}-hint`, error && `${id}-error`) || undefined;
  return { id, error, control: { id, "aria-invalid": error ? true : undefined, "aria-describedby": describedBy } };
}

type FrameProps = FieldProps & { id: string; error?: string; children: ReactNode };

export function FieldFrame({ id, label, hint, error, optional, children }: FrameProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label} {optional && <span className="ml-1 font-normal text-muted">{optional}</span>}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-danger text-sm">
          {error}
        </p>
      )}
    </div>
  );
}

export function Field({ label, hint, errors, optional, className, ...input }: FieldProps & ComponentProps<"input">) {
  const { id, error, control } = useField({ hint, errors, kind: input.type });
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} optional={optional}>
      <input dir="auto" {...input} {...control} className={clsx(inputClass, className)} />
    </FieldFrame>
  );
}

export function TextAreaField({ label, hint, errors, optional, ...area }: FieldProps & ComponentProps<"textarea">) {
  const { id, error, control } = useField({ hint, errors });
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error} optional={optional}>
      <textarea dir="auto" {...area} {...control} className={clsx(inputClass, "resize-y")} />
    </FieldFrame>
  );
}
