import { SmilePlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton, type IconButtonProps } from "@/components/controls/IconButton";
import { EmojiPopover } from "./EmojiPopover";

type Props = Partial<IconButtonProps> & { onPick: (emoji: string) => void; onDone?: () => void };

export function EmojiButton({ onPick, onDone, ...button }: Props) {
  const { t } = useTranslation("emoji");
  const trigger = <IconButton label={t("pick")} icon={SmilePlus} {...button} />;
  return <EmojiPopover trigger={trigger} onPick={onPick} {...(onDone && { onDone })} />;
}
