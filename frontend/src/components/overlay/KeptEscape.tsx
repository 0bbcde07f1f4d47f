import type { RefObject } from "react";
import { useRadix } from "@/components/radix/useRadix";

type Props = { content: RefObject<HTMLElement | null>; onEscape: () => void };

/**
 * Leaves Escape to what is in a sheet, and to the sheet's own handler last. Radix takes it at the document, before any of
 * these, but for its layer on top alone. This is that layer. It stands behind the sheet in the same portal, since layers
 * lie in the order in which they come.
 */
export function KeptEscape({ content, onEscape }: Props) {
  const Layer = useRadix(true)?.Layer;
  const close = (event: KeyboardEvent) => {
    // The focus is nowhere, so no handler of the sheet hears the key.
    if (event.target instanceof Node && content.current?.contains(event.target)) return;
    event.preventDefault();
    onEscape();
  };
  return Layer && <Layer hidden onEscapeKeyDown={close} />;
}
