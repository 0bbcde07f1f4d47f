import type { SlideImage } from "yet-another-react-lightbox";
import { labelOf, sourcesOf, stillSources } from "@/entities/files/sources";
import type { File } from "@/lib/protocol/types";

export type FileSlide = SlideImage & { file: File };

type How = {
  /** Whether an animated picture moves. */
  moves: boolean;
  /** Loads after the first one. Another address makes the browser ask again. */
  attempt: number;
};

export function slideOf(file: File, { moves, attempt }: How): FileSlide {
  const all = sourcesOf(file);
  const sources = file.is_animated ? (moves ? all.slice(-1) : stillSources(file)) : all;
  const again = (src: string) => (attempt === 0 ? src : `${src}#${attempt}`);
  const largest = sources.at(-1) ?? { src: file.url, width: file.width ?? 1, height: file.height ?? 1 };
  return {
    file,
    alt: labelOf(file),
    ...largest,
    src: again(largest.src),
    srcSet: sources.map((each) => ({ ...each, src: again(each.src) })),
  };
}
