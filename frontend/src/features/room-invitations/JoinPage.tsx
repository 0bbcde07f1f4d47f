import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation } from "react-router";
import { Button, buttonClass } from "@/components/controls/Button";
import { AuthPage } from "@/components/display/AuthPage";
import { ErrorState } from "@/components/display/ErrorState";
import { Skeleton } from "@/components/display/Skeleton";
import { FormError } from "@/components/form/FormError";
import { RetryNotice } from "@/components/form/RetryNotice";
import { useSite } from "@/entities/site/useSite";
import { tabStorage } from "@/lib/browser/storage";
import { ApiError } from "@/lib/http/request";
import type { InvitedRoom } from "@/lib/protocol/types";
import { useSession } from "@/lib/session/useSession";
import { useAcceptInvitation, useInvitedRoom } from "./queries";

/** Accepted before signing in. Kept by this tab alone, so that no link can make somebody join unasked. */
const ACCEPTED = "irori.accepted";

/** The target of a link that invites to a room. */
export function JoinPage() {
  const { t } = useTranslation("rooms");
  const token = useLocation().hash.slice(1);
  const { data: room, error: unanswered } = useInvitedRoom(token);
  // Of a link that was not copied as a whole the server could only say that there is no such page.
  const error = token ? unanswered : new ApiError({ status: 404, code: "invitation_invalid" });
  const isIn = useSession((state) => state.status === "in");
  const title = room?.valid ? t("invitedTo", { name: room.name }) : t("invited");
  const refusal = room && !room.valid ? new ApiError({ status: 409, code: "room_archived" }) : error;
  return (
    <AuthPage title={title} name={t("invited")} intro={room?.valid ? introOf(room, t) : undefined}>
      <FormError error={refusal} />
      {refusal && (
        <Link to="/" className={`${buttonClass()} mt-6`}>
          {t("toRooms")}
        </Link>
      )}
      {!room && !error && <Skeleton className="h-24" />}
      {room?.valid && (isIn ? <Accept token={token} /> : <ComeIn token={token} />)}
    </AuthPage>
  );
}

type Texts = ReturnType<typeof useTranslation<"rooms">>["t"];

/** The previous server version does not say who invites. */
function introOf({ topic, member_count, invited_by }: InvitedRoom, t: Texts) {
  const facts = [topic, t("members", { count: member_count })].filter(Boolean).join(" · ");
  return invited_by ? `${t("invitedToBy", { name: invited_by.display_name })} ${facts}` : facts;
}

function Accept({ token }: { token: string }) {
  const { t } = useTranslation("rooms");
  const { mutate, data, error, isPending } = useAcceptInvitation(token);
  useEffect(() => {
    if (tabStorage.get(ACCEPTED) !== token) return;
    tabStorage.remove(ACCEPTED);
    mutate();
  }, [token, mutate]);
  if (data) return <Navigate to={`/rooms/${data.id}`} replace />;
  return (
    <>
      <FormError error={error} className="mb-4" />
      <RetryNotice busy={isPending} className="mb-4" />
      <Button look="primary" busy={isPending} onClick={() => mutate()} className="w-full">
        {t("accept")}
      </Button>
    </>
  );
}

/** Most people whom a link invites have no account yet. */
function ComeIn({ token }: { token: string }) {
  const { t } = useTranslation(["rooms", "auth"]);
  const { data: site, error, refetch } = useSite();
  const { pathname, search, hash } = useLocation();
  const way = {
    state: { from: { pathname, search, hash } },
    onClick: () => tabStorage.set(ACCEPTED, token),
  };
  if (error && !site) return <ErrorState error={error} onRetry={refetch} />;
  if (!site) return <Skeleton className="h-24" />;
  const isOpen = site.registration === "open";
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">{isOpen ? t("rooms:joinWithAccount") : t("rooms:signInToAccept")}</p>
      {isOpen && (
        <Link to="/signup" {...way} className={buttonClass("primary")}>
          {t("auth:signUp")}
        </Link>
      )}
      <Link to="/signin" {...way} className={buttonClass(isOpen ? "plain" : "primary")}>
        {isOpen ? t("rooms:haveAccount") : t("auth:signIn")}
      </Link>
      {site.registration === "invitation" && <p className="text-muted text-sm">{t("rooms:needsSiteInvitation")}</p>}
    </div>
  );
}
