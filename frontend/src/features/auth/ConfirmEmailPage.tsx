import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { AuthPage } from "@/components/display/AuthPage";
import { Notice } from "@/components/display/Notice";
import { Skeleton } from "@/components/display/Skeleton";
import { FormError } from "@/components/form/FormError";
import { api } from "@/lib/api/api";
import { ApiError, request } from "@/lib/http/request";
import { retryUnanswered } from "@/lib/http/retryUnanswered";
import type { Me } from "@/lib/protocol/types";
import { updateMe } from "@/lib/session/session";
import { useSession } from "@/lib/session/useSession";
import { queryKeys } from "@/realtime/cache/queryKeys";
import { linkClass } from "./linkClass";
import { useFragment } from "./useFragment";

const PATH = "/api/email/confirm/";

export function ConfirmEmailPage() {
  const { t } = useTranslation("auth");
  const location = useLocation();
  const link = useFragment().get("link") ?? "";
  const signedIn = useSession((state) => state.status === "in");
  // Confirming twice is harmless, so it is a query that runs when the page opens.
  const { data, error } = useQuery({
    queryKey: queryKeys.emailConfirmation(link, signedIn),
    queryFn: () => confirm(link, signedIn),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const needsOwner = error instanceof ApiError && error.status === 401;
  const onward = (
    <Link to={signedIn ? "/" : "/signin"} state={needsOwner ? { from: location } : null} className={linkClass}>
      {signedIn ? t("toRooms") : t("toSignIn")}
    </Link>
  );
  return (
    <AuthPage title={t("confirmTitle")} name={t("confirmTitle")} foot={onward}>
      {data && <Notice>{t("confirmed", { email: data.email })}</Notice>}
      {needsOwner ? <Notice>{t("confirmSignIn")}</Notice> : <FormError error={error} />}
      {!data && !error && <Skeleton className="h-10" />}
    </AuthPage>
  );
}

async function confirm(link: string, signedIn: boolean) {
  const body = { link };
  if (!signedIn) return retryUnanswered(() => request<{ email: string }>("POST", PATH, { body }));
  const confirmed = await api.post<{ email: string }>(PATH, body, { idempotent: true });
  updateMe(await api.get<Me>("/api/me/"));
  return confirmed;
}
