import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation } from "react-router";
import { Button, buttonClass } from "@/components/controls/Button";
import { AuthPage } from "@/components/display/AuthPage";
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
  const { data: room, error } = useInvitedRoom(token);
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

function introOf({ topic, member_count }: InvitedRoom, t: ReturnType<typeof useTranslation<"rooms">>["t"]) {
  return [topic, t("members", { count: member_count })].filter(Boolean).join(" · ");
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

function ComeIn({ token }: { token: string }) {
  const { t } = useTranslation(["rooms", "auth"]);
  const { data: site } = useSite();
  const { pathname, search, hash } = useLocation();
  const way = {
    state: { from: { pathname, search, hash } },
    onClick: () => tabStorage.set(ACCEPTED, token),
  };
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">{t("rooms:signInToAccept")}</p>
      <Link to="/signin" {...way} className={buttonClass("primary")}>
        {t("auth:signIn")}
      </Link>
      {site?.registration === "open" && (
        <Link to="/signup" {...way} className={buttonClass()}>
          {t("auth:signUp")}
        </Link>
      )}
    </div>
  );
}
