import { useEffect, useRef, useState } from "react";
import Cropper from "react-easy-crop";
import { useTranslation } from "react-i18next";
import { Button } from "@/components/controls/Button";
import { FormError } from "@/components/form/FormError";
import { Dialog } from "@/components/overlay/Dialog";
import { type Area, croppedPhoto } from "./croppedPhoto";
import { uploadPhoto } from "./uploadPhoto";
import { useObjectUrl } from "./useObjectUrl";

const MOST_ZOOM = 5;
const CENTRE = { x: 0, y: 0 };

type Props = {
  picture: Blob;
  onClose: () => void;
  /** Shows the uploaded file. Rejects with the error that the dialog shows. */
  save: (file: string) => Promise<unknown>;
};

/** A picture is cropped to a square, by pointer, by keyboard or by the slider, then uploaded. */
export function CropDialog({ picture, onClose, save }: Props) {
  const { t } = useTranslation("rooms");
  const { t: tApp } = useTranslation("app");
  const url = useObjectUrl(picture);
  const [crop, setCrop] = useState(CENTRE);
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<Area | null>(null);
  const [isUnreadable, setIsUnreadable] = useState(false);
  const { send, busy, error } = useUpload(async (closed) => {
    if (!area) return;
    const file = await uploadPhoto(await croppedPhoto(picture, area), closed);
    await save(file.id);
    onClose();
  });
  if (!url) return null;
  return (
    <Dialog open onClose={onClose} title={t("cropPicture")} description={t("cropHint")}>
      <div className="relative h-64 overflow-hidden rounded-lg bg-raised">
        <Cropper
          image={url}
          aspect={1}
          crop={crop}
          zoom={zoom}
          maxZoom={MOST_ZOOM}
          showGrid={false}
          onCropChange={setCrop}
          onZoomChange={setZoom}
          onCropComplete={(_, pixels) => setArea(pixels)}
          mediaProps={{ alt: "", onError: () => setIsUnreadable(true) }}
          cropperProps={{ "aria-label": t("cropArea"), role: "group" }}
        />
      </div>
      <label className="mt-4 flex items-center gap-3 text-sm">
        {t("zoom")}
        <input
          type="range"
          min={1}
          max={MOST_ZOOM}
          step={0.05}
          value={zoom}
          onChange={(event) => setZoom(Number(event.target.value))}
          className="target flex-1 accent-text"
        />
      </label>
      <FormError error={busy ? null : error} className="mt-3" />
      {isUnreadable && (
        <p role="alert" className="mt-3 text-danger text-sm">
          {t("pictureUnreadable")}
        </p>
      )}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{tApp("cancel")}</Button>
        <Button look="primary" busy={busy} disabled={!area || isUnreadable} onClick={send}>
          {tApp("save")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Runs one upload at a time, and ends it with the dialog. */
function useUpload(upload: (closed: AbortSignal) => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const closing = useRef<AbortController>(null);
  useEffect(() => () => closing.current?.abort(), []);
  const send = async () => {
    closing.current = new AbortController();
    setBusy(true);
    setError(null);
    await upload(closing.current.signal).catch(setError);
    setBusy(false);
  };
  return { send, busy, error };
}
