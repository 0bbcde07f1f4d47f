/** Answers from notifications that could not be sent, as public/sw.js keeps them for the next page. */
const KEPT = "irori-unsent";

export type UnsentAnswer = {
  user: number;
  room: number;
  thread: number | null;
  seq: number;
  text: string;
  nonce: string;
};

/** Takes those of this person out. Those of others wait for them. */
export async function takeUnsentAnswers(user: number): Promise<UnsentAnswer[]> {
  if (!("caches" in globalThis) || !(await caches.has(KEPT))) return [];
  const kept = await caches.open(KEPT);
  const taken: UnsentAnswer[] = [];
  for (const request of await kept.keys()) {
    const answer: UnsentAnswer | undefined = await (await kept.match(request))?.json();
    // One tab alone takes it: only one finds it there to delete.
    if (answer?.user === user && (await kept.delete(request))) taken.push(answer);
  }
  return taken;
}

export async function forgetUnsentAnswers() {
  if ("caches" in globalThis) await caches.delete(KEPT);
}
