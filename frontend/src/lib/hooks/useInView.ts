import { useEffect, useRef, useState } from "react";

const watched = new WeakMap<Element, (isInView: boolean) => void>();
let observer: IntersectionObserver | undefined;

/** One observer for all elements: a long list has hundreds. */
const shared = () =>
  (observer ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting);
  }));

/** Whether an element is in view. */
export function useInView<T extends Element>() {
  const ref = useRef<T>(null);
  const [isInView, setInView] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    watched.set(element, setInView);
    shared().observe(element);
    return () => shared().unobserve(element);
  }, []);
  return { ref, isInView };
}
