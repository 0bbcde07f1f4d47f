import { useEffect, useState } from "react";

/** An address under which this page shows bytes that it holds; undefined at first. */
export function useObjectUrl(blob: Blob) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url;
}
