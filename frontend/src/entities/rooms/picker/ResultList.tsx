import clsx from "clsx";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Result } from "./results";

type Props = {
  id: string;
  results: readonly Result[];
  active: Result | undefined;
  onPoint: (key: string) => void;
};

export function ResultList({ id, results, active, onPoint }: Props) {
  const { t } = useTranslation("switcher");
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t("finds")}
      className={clsx("overflow-y-auto overscroll-contain p-2", results.length === 0 && "hidden")}
    >
      {results.map((result) => (
        <Option
          key={result.key}
          id={`${id}-${result.key}`}
          result={result}
          isActive={result === active}
          onPoint={() => onPoint(result.key)}
        />
      ))}
    </div>
  );
}

type OptionProps = { id: string; result: Result; isActive: boolean; onPoint: () => void };

function Option({ id, result, isActive, onPoint }: OptionProps) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) option.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus
    <div
      ref={option}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      onPointerMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={result.choose}
      className={clsx(
        "target flex cursor-pointer items-center gap-3 rounded-lg px-3 py-1.5 text-sm",
        isActive && "bg-selected [--ground:var(--color-selected)]",
      )}
    >
      {result.content}
    </div>
  );
}
