import { Skeleton } from "@/components/display/Skeleton";

export function SearchSkeleton() {
  return (
    <div className="flex flex-col gap-6 px-3 py-2">
      {["w-full", "w-4/5", "w-full", "w-3/5"].map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing moves
        <div key={index} className="flex gap-2">
          <Skeleton className="size-6" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-4 w-32" />
            <div className={width}>
              <Skeleton className="h-4" />
            </div>
          </div>
        </div>
      ))}
    </div>
  );
}
