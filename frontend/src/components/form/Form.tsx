import clsx from "clsx";
import {
  type FormEvent,
  type ReactNode,
  type RefObject,
  startTransition,
  useActionState,
  useEffect,
  useRef,
  useState,
} from "react";
import { ApiError } from "@/lib/http/request";
import type { FieldCodes } from "@/lib/protocol/types";
import { FormError } from "./FormError";
import { RetryNotice } from "./RetryNotice";

type Props = {
  /** Rejects with the error that FormError and the fields show. */
  send: (values: Record<string, string>) => Promise<unknown>;
  /** `changed`: the fields hold other values than at first, or than were saved. */
  children: (state: { fields: FieldCodes; busy: boolean; changed: boolean }) => ReactNode;
  className?: string;
  label?: string;
  /** What the fields have as their defaults. Where it changes they show it, unless somebody has changed them. */
  saved?: string;
};

/** Sends the values of native fields. An error keeps the values and moves focus to the first wrong field. */
export function Form({ send, children, className, label, saved }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const { changed, look, keep } = useChanged(form, saved);
  const [error, submit, busy] = useActionState(async (_: unknown, values: Record<string, string>) => {
    try {
      checkHere(form.current);
      await send(values);
      keep(values);
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
      onChange={look}
      // React leaves out a change back to what a field had before its default became another.
      onInput={look}
      aria-label={label}
      className={clsx("flex flex-col gap-4", className)}
    >
      <FormError error={busy || Object.keys(fields).length > 0 ? null : error} />
      <RetryNotice busy={busy} />
      {children({ fields, busy, changed })}
    </form>
  );
}

/**
 * Whether the fields hold other values than those that were kept last. They may be typed on while they are sent.
 * `saved`: see Form.
 */
function useChanged(form: RefObject<HTMLFormElement | null>, saved: string | undefined) {
  const kept = useRef("");
  const isChanged = useRef(false);
  const [changed, setChanged] = useState(false);
  const look = () => {
    isChanged.current = form.current !== null && JSON.stringify(valuesOf(form.current)) !== kept.current;
    setChanged(isChanged.current);
  };
  const keep = (values: Record<string, string>) => {
    kept.current = JSON.stringify(values);
    look();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the values at first, and those that were saved elsewhere
  useEffect(() => {
    if (!form.current || isChanged.current) return;
    if (saved !== undefined) form.current.reset();
    keep(valuesOf(form.current));
  }, [saved]);
  return { changed, keep, look };
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
