/** The logo: a square hearth with one ember in it, seen from above. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true" fill="none">
      <rect x="3" y="3" width="26" height="26" rx="6" stroke="currentColor" strokeWidth="2" />
      <rect x="9" y="9" width="14" height="14" rx="2.5" stroke="currentColor" strokeWidth="1.25" opacity="0.45" />
      <circle cx="16" cy="16" r="4" className="fill-ember" />
    </svg>
  );
}
