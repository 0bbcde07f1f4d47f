import type { Member } from "@/lib/protocol/types";

/** One rule for frames, syncs and answers: the later rev wins, and the read marker goes by its own rev. */
export function mergeMember(known: Member | undefined, told: Member): Member {
  if (!known) return told;
  const later = told.rev > known.rev ? told : known;
  const marker = isLaterMarker(known, told) ? told : known;
  return { ...later, last_read_seq: marker.last_read_seq, read_rev: marker.read_rev };
}

export function putMember(members: readonly Member[], member: Member): Member[] {
  const known = members.find((each) => each.user.id === member.user.id);
  const merged = mergeMember(known, member);
  if (!merged.role) return members.filter((each) => each !== known);
  return known ? members.map((each) => (each === known ? merged : each)) : [...members, merged];
}

export type MemberPages = { pages: { results: Member[] }[] };

/** Changes a member where a page shows them. A new member has a place that only the server knows. */
export function putInPages<P extends MemberPages>(shown: P | undefined, member: Member): P | undefined {
  const isShown = ({ results }: { results: Member[] }) => results.some(({ user }) => user.id === member.user.id);
  if (!shown?.pages.some(isShown)) return shown;
  const pages = shown.pages.map((page) =>
    isShown(page) ? { ...page, results: putMember(page.results, member) } : page,
  );
  return { ...shown, pages };
}

type Marker = { readonly last_read_seq: number | null; readonly read_rev?: number | null };

/**
 * A marker can move back, so its own rev orders it. The previous server version sends no such rev and moves markers
 * forward only.
 */
export function isLaterMarker(known: Marker, told: Marker): boolean {
  if (known.read_rev != null && told.read_rev != null) return told.read_rev > known.read_rev;
  if (told.read_rev != null) return true;
  return (told.last_read_seq ?? 0) > (known.last_read_seq ?? 0);
}
