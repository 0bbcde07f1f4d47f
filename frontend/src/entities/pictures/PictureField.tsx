import { type ChangeEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { FormError } from "@/components/form/FormError";
import { LoadFailureDialog } from "@/components/lazy/LoadFailureDialog";
import { lazyComponent } from "@/components/lazy/lazyComponent";
import { lazyModule } from "@/lib/lazy/lazyModule";

const CropDialog = lazyComponent(
  lazyModule(() => import("./CropDialog")),
  ({ CropDialog }) => CropDialog,
  LoadFailureDialog,
);

/** What browsers draw. A phone turns its own formats into one of these. */
const TYPES = "image/png,image/jpeg,image/webp,image/gif,image/avif";

type Props = {
  /** The picture as it is now, or what stands in its place. */
  children: ReactNode;
  hasPicture: boolean;
  chooseLabel: string;
  removeLabel: string;
  /** Both reject with the error that is shown. */
  save: (file: string) => Promise<unknown>;
  remove: () => Promise<unknown>;
};

/** Chooses, crops, uploads and removes the picture of a person or a room. */
export function PictureField({ children, hasPicture, chooseLabel, removeLabel, save, remove }: Props) {
  const { t } = useTranslation("rooms");
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<Blob | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const choose = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    setError(null);
    setChosen(currentTarget.files?.[0] ?? null);
    // The same picture may be chosen again.
    currentTarget.value = "";
  };
  const removeIt = async () => {
    setBusy(true);
    setError(null);
    await remove().catch(setError);
    setBusy(false);
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-3">
        {children}
        <Button aria-label={chooseLabel} onClick={() => input.current?.click()}>
          {t("choosePicture")}
        </Button>
        {hasPicture && (
          <Button look="quiet" aria-label={removeLabel} busy={busy} onClick={removeIt}>
            {t("removePicture")}
          </Button>
        )}
      </div>
      <input ref={input} type="file" accept={TYPES} hidden aria-label={chooseLabel} onChange={choose} />
      <FormError error={error} />
      {chosen && <CropDialog picture={chosen} onClose={() => setChosen(null)} save={save} />}
    </div>
  );
}
