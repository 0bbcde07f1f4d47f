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

/** Those of this person. Those of others wait for them. */
export async function unsentAnswers(user: number): Promise<UnsentAnswer[]> {
  if (!("caches" in globalThis) || !(await caches.has(KEPT))) return [];
  const kept = await caches.open(KEPT);
  const answers = (await kept.keys()).map(async (request) => (await kept.match(request))?.json());
  const found: (UnsentAnswer | undefined)[] = await Promise.all(answers);
  return found.flatMap((answer) => (answer?.user === user ? [answer] : []));
}

export async function forgetUnsentAnswer({ nonce }: Pick<UnsentAnswer, "nonce">) {
  const kept = await caches.open(KEPT);
  await kept.delete(`/${KEPT}/${nonce}`);
}
