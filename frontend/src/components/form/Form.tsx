import clsx from "clsx";
import { type FormEvent, type ReactNode, startTransition, useActionState, useEffect, useRef } from "react";
import { ApiError } from "@/lib/http/request";
import type { FieldCodes } from "@/lib/protocol/types";
import { FormError } from "./FormError";
import { RetryNotice } from "./RetryNotice";

type Props = {
  /** Rejects with the error that FormError and the fields show. */
  send: (values: Record<string, string>) => Promise<unknown>;
  children: (state: { fields: FieldCodes; busy: boolean }) => ReactNode;
  className?: string;
  label?: string;
};

/** Sends the values of native fields. An error keeps the values and moves focus to the first wrong field. */
export function Form({ send, children, className, label }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [error, submit, busy] = useActionState(async (_: unknown, values: Record<string, string>) => {
    try {
      checkHere(form.current);
      await send(values);
    } catch (reason) {
      return reason;
    }
  }, undefined);

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [error]);

  // React would clear the fields of a <form action> after a refusal.
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const values = valuesOf(event.currentTarget);
    startTransition(() => submit(values));
  };

  const fields = error instanceof ApiError ? error.fields : {};
  return (
    <form
      ref={form}
      noValidate
      onSubmit={onSubmit}
      aria-label={label}
      className={clsx("flex flex-col gap-4", className)}
    >
      <FormError error={busy || Object.keys(fields).length > 0 ? null : error} />
      <RetryNotice busy={busy} />
      {children({ fields, busy })}
    </form>
  );
}

function valuesOf(form: HTMLFormElement) {
  const entries = Array.from(new FormData(form)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}

/** Runs the browser's own checks and shows our texts, because the browser's bubbles use the browser's language. */
function checkHere(form: HTMLFormElement | null) {
  const wrong = Array.from(form?.elements ?? []).filter(
    (element): element is HTMLInputElement => element instanceof HTMLInputElement && !element.validity.valid,
  );
  const fields: FieldCodes = Object.fromEntries(wrong.map((input) => [input.name, [codeOf(input.validity)]]));
  if (wrong.length > 0) throw new ApiError({ status: 0, code: "invalid", fields });
}

function codeOf(validity: ValidityState): string {
  if (validity.valueMissing) return "required";
  if (validity.tooLong) return "max_length";
  return validity.tooShort ? "min_length" : "invalid";
}
