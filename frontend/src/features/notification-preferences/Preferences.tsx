import type { ReactNode } from "react";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { useNotificationPreferences } from "@/entities/notifications/preferences";
import type { NotificationPreferences } from "@/lib/protocol/types";

/** What a section has that needs to know what I want; until then a placeholder, or why it is not there. */
export function Preferences({ children }: { children: (wanted: NotificationPreferences) => ReactNode }) {
  const { data, error, refetch } = useNotificationPreferences();
  if (data) return children(data);
  return error ? <ErrorState error={error} onRetry={refetch} /> : <Skeleton className="h-16" />;
}
