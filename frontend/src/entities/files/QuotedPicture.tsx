import type { File } from "@/lib/protocol/types";
import { groupsOf } from "./layout";
import { stillSources } from "./sources";
import { useLoading } from "./useLoading";

/** The first picture of a quoted message, as small as a line. The text beside it says what it is. */
export function QuotedPicture({ files }: { files: readonly File[] }) {
  const [first] = groupsOf(files).pictures;
  return first ? <Small src={stillSources(first)[0]?.src ?? first.url} /> : null;
}

function Small({ src }: { src: string }) {
  const { state, attempt, onLoad, onError } = useLoading(src);
  if (state === "failed") return null;
  return (
    <img
      key={attempt}
      src={src}
      alt=""
      onLoad={onLoad}
      onError={onError}
      className="size-4.5 shrink-0 rounded bg-raised object-cover"
    />
  );
}
