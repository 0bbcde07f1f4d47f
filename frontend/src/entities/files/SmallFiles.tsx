import type { File } from "@/lib/protocol/types";
import { FileIcon } from "./FileIcon";
import { FileName } from "./FileName";
import { groupsOf } from "./layout";
import { Picture } from "./Picture";

const SIZE = { width: 56, height: 56 };

/** The files of a message that is shown beside the conversation: small pictures, and the names of the rest. */
export function SmallFiles({ files }: { files: readonly File[] }) {
  if (files.length === 0) return null;
  const { pictures, players, others } = groupsOf(files);
  return (
    <div className="mt-1 flex flex-col gap-1">
      {pictures.length > 0 && (
        <div className="flex flex-wrap gap-1">
          {pictures.map((file) => (
            <Picture key={file.id} file={file} size={SIZE} className="size-14" fit="cover" />
          ))}
        </div>
      )}
      {[...players, ...others].map((file) => (
        <p key={file.id} className="flex min-w-0 items-center gap-1.5 text-sm">
          <FileIcon type={file.type} className="size-4 shrink-0 text-muted" />
          <FileName name={file.name} />
        </p>
      ))}
    </div>
  );
}
