import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { EmptyState } from "@/components/display/EmptyState";
import { Logo } from "@/components/display/Logo";
import { useRoomDialogs } from "./roomDialogs";

/** Shown to a person without rooms, with the first steps. */
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
    <EmptyState icon={<Logo className="mb-2 size-14 text-edge" />} title={t("noRoomsTitle")} action={actions}>
      {t("noRoomsHint")}
    </EmptyState>
  );
}
