import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { EmptyState } from "@/components/display/EmptyState";
import { Mark } from "@/components/display/Logo";
import { useRoomDialogs } from "./roomDialogs";

/** Somebody without a room: what this place is for, and the first step. */
export function EmptyRooms() {
  const { t } = useTranslation("rooms");
  const show = useRoomDialogs((state) => state.show);
  const actions = (
    <>
      <Button look="primary" onClick={() => show("new")}>
        {t("newRoom")}
      </Button>
      <Button onClick={() => show("browse")}>{t("browse")}</Button>
    </>
  );
  return (
    <EmptyState icon={<Mark className="mb-2 size-14 text-edge" />} title={t("noRoomsTitle")} action={actions}>
      {t("noRoomsHint")}
    </EmptyState>
  );
}
