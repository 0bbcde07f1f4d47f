import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/http/request";
import { onOtherUser, session } from "@/lib/session/session";

const RETRIES = 3;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: (failures, error) => failures < RETRIES && isPassing(error), staleTime: 30_000 },
  },
});

/** No answer, or a server that is not well: worth another try. A refusal stays a refusal. */
const isPassing = (error: Error) => error instanceof ApiError && (error.code === "network" || error.status >= 500);

session.subscribe((now, before) => {
  if (now.status === "out") queryClient.clear();
  // What failed while the session was over is asked for again.
  else if (before.expired && !now.expired) void queryClient.invalidateQueries();
});

onOtherUser(() => location.replace("/"));
