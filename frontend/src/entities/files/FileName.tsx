import clsx from "clsx";
import { splitName } from "@/lib/files/fileName";

/** A file's name in one line. Where it is too long, its middle is cut: the extension says what it is. */
export function FileName({ name, className }: { name: string; className?: string }) {
  const [start, end] = splitName(name);
  return (
    <span className={clsx("bounded flex min-w-0", className)} title={start + end}>
      <span className="sr-only">{start + end}</span>
      {/* Both parts run in the direction of the whole name. */}
      <bdi aria-hidden="true" className="flex min-w-0 whitespace-pre">
        <span className="truncate">{start}</span>
        <span className="shrink-0">{end}</span>
      </bdi>
    </span>
  );
}
