import { useId } from "react";

type Props<T extends string> = {
  label: string;
  value: T;
  options: Record<T, string>;
  onChange: (value: T) => void;
};

/** A choice among a few visible options: radio buttons, so the arrow keys move. */
export function Choice<T extends string>({ label, value, options, onChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      <div className="inline-flex flex-wrap gap-1 rounded-xl border border-edge p-1">
        {(Object.entries(options) as [T, string][]).map(([option, text]) => (
          <label
            key={option}
            className="target flex cursor-pointer items-center justify-center rounded-lg px-2 sm:px-3.5 text-muted text-sm hover:text-text has-checked:bg-selected has-checked:font-medium has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-focus forced-colors:has-checked:outline-2"
          >
            <input
              type="radio"
              name={name}
              checked={option === value}
              onChange={() => onChange(option)}
              className="sr-only"
            />
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
