import { Skeleton } from "@/components/display/Skeleton";

export function RoomListSkeleton() {
  return (
    <div className="flex flex-col gap-3 px-2.5 py-2">
      <Skeleton className="h-4 w-36" />
      <Skeleton className="h-4 w-28" />
      <Skeleton className="h-4 w-40" />
    </div>
  );
}
