import i18next from "i18next";

/** Every browser gives this name to a picture without a file. */
const NAMELESS = "image.png";

/** The files of a paste. A copied table or page holds a picture of itself too: there the text is meant. */
export function pastedFiles({ files, types }: DataTransfer, now = new Date()): File[] {
  if (types.includes("text/plain") && types.includes("text/html")) return [];
  return [...files].map((file) => (file.name === NAMELESS ? named(file, now) : file));
}

/** The files of a drop, without folders, which cannot be read as files. */
export function droppedFiles({ items }: DataTransfer): File[] {
  const files = [...items].filter((item) => item.kind === "file" && !item.webkitGetAsEntry?.()?.isDirectory);
  return files.flatMap((item) => item.getAsFile() ?? []);
}

function named(file: File, now: Date) {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  // A colon is not allowed in the file names of Windows.
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(".");
  const name = i18next.t("pastedName", { ns: "messages", time: `${day} ${time}` });
  return new File([file], name, { type: file.type, lastModified: file.lastModified });
}
