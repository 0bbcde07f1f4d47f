import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Picker } from "@/entities/rooms/picker/Picker";
import type { UseResults } from "@/entities/rooms/picker/results";
import { useShortcut } from "@/lib/browser/shortcuts";
import { useSwitcher } from "./store";

/** Ctrl-K, ⌘K. Part of the first page and not lazy, because people type on at once. */
export function Switcher({ useResults }: { useResults: UseResults }) {
  const { t } = useTranslation("switcher");
  const { open, show, close } = useSwitcher();
  const navigate = useNavigate();
  useShortcut("switcher", show);
  if (!open) return null;
  const enter = ({ id }: { id: number }) => {
    close();
    navigate(`/rooms/${id}`);
  };
  return <Picker title={t("title")} useResults={useResults} onRoom={enter} onClose={close} />;
}
