import {
  File as Blank,
  FileArchive,
  FileCode,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileVideoCamera,
} from "lucide-react";
import type { File } from "@/lib/protocol/types";

const ICONS = [
  [/^image\//, FileImage],
  [/^video\//, FileVideoCamera],
  [/^audio\//, FileMusic],
  [/zip|compressed|x-tar|x-7z|x-rar|gzip|archive/, FileArchive],
  [/spreadsheet|excel|csv/, FileSpreadsheet],
  [/json|xml|html|javascript|x-python|x-sh/, FileCode],
  [/pdf|^text\/|word|document|rtf|presentation|powerpoint/, FileText],
] as const;

export function FileIcon({ type, className }: Pick<File, "type"> & { className?: string }) {
  const Icon = ICONS.find(([types]) => types.test(type))?.[1] ?? Blank;
  return <Icon aria-hidden="true" className={className ?? "size-5 shrink-0 text-muted"} />;
}
