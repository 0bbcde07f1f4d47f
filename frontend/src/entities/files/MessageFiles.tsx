import type { File } from "@/lib/protocol/types";
import { FileCard } from "./FileCard";
import { BELOW, BOX, columnsOf, GAP, groupsOf, pictureBox } from "./layout";
import { Picture } from "./Picture";
import { Player } from "./Player";

type Props = { files: readonly File[]; tabIndex?: number };

/**
 * The files of a message, in the author's order: pictures, what is played, and the rest. Every part has its size before
 * anything is loaded (layout.ts). `files` may be local: addresses that begin with `blob:` are shown too.
 */
export function MessageFiles({ files, tabIndex }: Props) {
  if (files.length === 0) return null;
  const { pictures, players, others } = groupsOf(files);
  return (
    <div className="mt-1 flex flex-col items-start gap-1" style={{ marginBottom: BELOW }}>
      {pictures.length > 0 && <Pictures pictures={pictures} tabIndex={tabIndex} />}
      {players.map((file) => (
        <Player key={file.id} file={file} tabIndex={tabIndex} />
      ))}
      {others.map((file) => (
        <FileCard key={file.id} file={file} tabIndex={tabIndex} />
      ))}
    </div>
  );
}

function Pictures({ pictures, tabIndex }: { pictures: readonly File[]; tabIndex: number | undefined }) {
  const [single] = pictures;
  if (single && pictures.length === 1) {
    const size = pictureBox(single);
    return (
      <Picture
        file={single}
        size={size}
        style={{ width: size.width, aspectRatio: `${size.width} / ${size.height}` }}
        fit="contain"
        tabIndex={tabIndex}
      />
    );
  }
  const columns = columnsOf(pictures.length);
  const side = BOX.width / columns - GAP;
  return (
    <div
      className="grid w-90 max-w-full"
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gap: GAP }}
    >
      {pictures.map((file) => (
        <Picture
          key={file.id}
          file={file}
          size={{ width: side, height: side }}
          className="aspect-square"
          fit="cover"
          tabIndex={tabIndex}
        />
      ))}
    </div>
  );
}
