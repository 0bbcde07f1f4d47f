import { Skeleton } from "@/components/display/Skeleton";

export function RoomSkeleton() {
  return (
    <>
      <div className="flex h-14 shrink-0 items-center border-line border-b px-5">
        <Skeleton className="h-5 w-40" />
      </div>
      <ConversationSkeleton />
    </>
  );
}

export function ConversationSkeleton() {
  return (
    <div className="flex flex-1 flex-col justify-end gap-6 p-5">
      {["w-2/5", "w-3/5", "w-1/3"].map((width) => (
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
      <Skeleton className="mt-2 h-11" />
    </div>
  );
}
