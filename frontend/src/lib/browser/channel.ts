/** A channel to the other tabs of this browser. Where the browser forbids it, as it may with storage, nobody hears. */
export function openChannel(name: string): BroadcastChannel | MessagePort {
  try {
    return new BroadcastChannel(name);
  } catch {
    return new MessageChannel().port1;
  }
}
