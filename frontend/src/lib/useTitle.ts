import { useEffect } from "react";

export function useTitle(...parts: string[]) {
  const title = [...parts, "Irori"].filter(Boolean).join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
