/** In pixels of the picture. */
export type Area = { x: number; y: number; width: number; height: number };

/** Pixels of a side: twice the largest size in which a portrait is shown, on a screen with two pixels to one. */
const SIDE = 512;

/** The square of a picture, as a file to upload. Rejects where the browser cannot draw it. */
export async function croppedPhoto(picture: Blob, area: Area): Promise<Blob> {
  // The browser turns a photo upright before it is cropped, as the preview shows it.
  const bitmap = await createImageBitmap(picture);
  const side = Math.min(SIDE, Math.max(1, Math.round(area.width)));
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser draws no pictures.");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, area.x, area.y, area.width, area.height, 0, 0, side, side);
  bitmap.close();
  return blobOf(canvas);
}

function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const keep = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("The picture could not be drawn.")));
    // A browser that writes no WebP writes PNG.
    canvas.toBlob(keep, "image/webp", 0.92);
  });
}
