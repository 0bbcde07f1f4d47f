import clsx from "clsx";
import type { CSSProperties, ReactNode } from "react";
import type { File } from "@/lib/protocol/types";
import type { Size } from "./layout";
import { PictureFailure } from "./PictureFailure";
import { labelOf, type Source, srcSetOf } from "./sources";
import { useLoading } from "./useLoading";
import { usePlaceholder } from "./usePlaceholder";

export type Place = {
  /** CSS pixels of the box, where the column is wide enough. */
  size: Size;
  style?: CSSProperties;
  className?: string;
  /** The whole picture, or as much as fills the box. */
  fit: "contain" | "cover";
  /** Loads when it comes into view. */
  isLate?: boolean;
};

type Props = Place & { file: File; sources: readonly Source[]; children: (image: ReactNode) => ReactNode };

/** The place of a picture, which has its size at once: blurred first, then the picture, or that it did not load. */
export function PictureBox({ file, size, style, className, fit, isLate, sources, children }: Props) {
  const src = sources[0]?.src ?? file.url;
  const { state, attempt, again, onLoad, onError } = useLoading(src);
  const placeholder = usePlaceholder(file.thumbhash);
  const isBlurred = state === "loading" && placeholder;
  const srcSet = srcSetOf(sources);
  return (
    <div
      style={{ ...style, ...(isBlurred && { backgroundImage: `url("${placeholder}")` }) }}
      className={clsx(
        "relative max-w-full overflow-hidden rounded-lg bg-center bg-cover",
        state !== "shown" && "bg-raised",
        className,
      )}
    >
      {state === "failed" ? (
        <PictureFailure file={file} size={size} onRetry={again} />
      ) : (
        children(
          <img
            key={attempt}
            src={src}
            srcSet={srcSet}
            sizes={srcSet && `${Math.ceil(size.width)}px`}
            alt={labelOf(file)}
            loading={isLate ? "lazy" : undefined}
            decoding="async"
            draggable={false}
            onLoad={onLoad}
            onError={onError}
            className={clsx("size-full rounded-[inherit]", fit === "cover" ? "object-cover" : "object-contain")}
          />,
        )
      )}
    </div>
  );
}
