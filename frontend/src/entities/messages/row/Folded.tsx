import { EyeOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { unfold } from "@/entities/moderation/hiddenPeople";
import { useNameOf } from "@/entities/people/useNameOf";
import type { User } from "@/lib/protocol/types";
import type { Row } from "./rows";

type Props = { row: Row; author: User; isEntered: boolean };

/** In the place of a message whose author I hide. */
export function Folded({ row: { key, message }, author, isEntered }: Props) {
  const { t } = useTranslation("messages");
  const name = useNameOf()(author);
  return (
    <div className="flex items-center gap-3 px-4 py-0.5 text-muted text-xs group-focus-visible:bg-raised md:px-5">
      <span className="flex w-9 shrink-0 justify-center">
        <EyeOff aria-hidden="true" className="size-4" />
      </span>
      <h2 id={`${key}-author`} className="sr-only">
        {name}
      </h2>
      <p id={`${key}-text`}>{t("hidden")}</p>
      <button
        type="button"
        tabIndex={isEntered ? 0 : -1}
        aria-label={t("showHiddenOf", { name })}
        onClick={() => message && unfold(message.id)}
        className="target -my-2 inline-flex items-center px-2 font-medium text-ember underline-offset-2 hover:underline"
      >
        {t("showHidden")}
      </button>
    </div>
  );
}
