import { Skeleton } from "@/components/display/Skeleton";

const WIDTHS = ["w-2/5", "w-3/5", "w-1/3", "w-1/2"];

export function MessagesSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 flex-col justify-end gap-6 p-5">
      {WIDTHS.map((width) => (
        <div key={width} className="flex gap-3">
          <Skeleton className="size-9" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-24" />
            <div className={width}>
              <Skeleton className="h-4" />
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}
