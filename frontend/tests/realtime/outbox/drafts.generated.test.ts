// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "@/lib/http/request";
import type { Draft } from "@/lib/protocol/types";
import { draftIn } from "@/realtime/outbox/draftStorage";
import { Drafts, type Told } from "@/realtime/outbox/drafts";
import { seeded } from "../../helpers/random";

const PLACE = { room: 12, thread: null };
const HOUR = 3_600_000;
const LATENCY = 50;
const QUIET = 6_000;
const later = (ms = LATENCY) => new Promise((resolve) => setTimeout(resolve, ms));

/** The server's half, as chat/services/personal/drafts.py does it. */
class Server {
  kept = { ...PLACE, text: "", at: "", rev: 0 };
  devices: Device[] = [];

  put({ text, rev }: Told): Draft {
    if (rev !== this.kept.rev) return this.kept;
    this.kept = { ...PLACE, text: text.trim() ? text : "", at: "", rev: this.kept.rev + 1 };
    for (const device of this.devices) device.hear(this.kept);
    return this.kept;
  }
}

let users = 1000;

/** One device of the person. Its clock is off by an hour, and what it shows is checked under the person's hands. */
class Device {
  readonly user = users++;
  readonly drafts: Drafts;
  isOnline = true;
  typed = { text: "", at: Number.NEGATIVE_INFINITY };
  private losesAnswer = false;
  private readonly clock: number;

  constructor(server: Server, clock: number) {
    this.clock = clock;
    server.devices.push(this);
    this.drafts = new Drafts({
      user: this.user,
      send: async (draft) => {
        await this.wire();
        const answer = server.put(draft);
        if (this.losesAnswer) this.isOnline = this.losesAnswer = false;
        await this.wire();
        return answer;
      },
      load: async () => {
        await this.wire();
        return server.kept.text ? [server.kept] : [];
      },
    });
  }

  get text() {
    return draftIn(this.user, PLACE)?.text ?? "";
  }

  hear(draft: Draft) {
    void later().then(() => this.isOnline && this.drafts.receive(draft));
  }

  write(text: string) {
    if (text === this.text) return;
    vi.setSystemTime(Date.now() + this.clock);
    this.drafts.write(PLACE, text);
    vi.setSystemTime(Date.now() - this.clock);
    this.typed = { text, at: performance.now() };
  }

  loseNextAnswer() {
    this.losesAnswer = true;
  }

  async goOnline() {
    this.isOnline = true;
    this.losesAnswer = false;
    await this.drafts.resume();
  }

  expectUntouched() {
    if (performance.now() - this.typed.at < 5_000) expect(this.text).toBe(this.typed.text);
  }

  private async wire() {
    await later();
    if (!this.isOnline) throw new ApiError({ status: 0, code: "network" });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function world() {
  const server = new Server();
  const devices = [new Device(server, -HOUR), new Device(server, 0), new Device(server, HOUR)];
  return { server, devices };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

async function settle(devices: Device[]) {
  for (let round = 0; round < 4; round++) {
    for (const device of devices) void device.goOnline();
    await pass(QUIET);
  }
}

it.each([0, 1, 2])("a draft goes from device %s to the others, and stays gone when it is sent", async (from) => {
  const { server, devices } = world();
  const author = devices[from] as Device;
  for (const device of devices) {
    device.write("older");
    await pass(QUIET);
  }
  author.write("older, and newer");
  await pass(QUIET);
  expect(devices.map(({ text }) => text)).toEqual(Array(3).fill("older, and newer"));
  author.write("");
  await settle(devices);
  expect(devices.map(({ text }) => text)).toEqual(["", "", ""]);
  expect(server.kept.text).toBe("");
});

it("a device that was away does not bring back what was sent", async () => {
  const { server, devices } = world();
  const [slow, other] = devices as [Device, Device];
  slow.write("half a sent");
  await pass(QUIET);
  slow.isOnline = false;
  other.write("half a sentence");
  await pass(QUIET);
  other.write("");
  await pass(QUIET);
  await settle(devices);
  expect([slow.text, other.text, server.kept.text]).toEqual(["", "", ""]);
});

it("words that were typed offline stay on their screen, and come to no other before they are typed on", async () => {
  const { devices } = world();
  const [slow, other] = devices as [Device, Device];
  slow.write("half");
  await pass(QUIET);
  slow.isOnline = false;
  slow.write("half a thought");
  await pass(QUIET);
  other.write("");
  await pass(QUIET);
  await settle(devices);
  expect([slow.text, other.text]).toEqual(["half a thought", ""]);
  slow.write("half a thought, and its end");
  await pass(2 * QUIET);
  expect(other.text).toBe("half a thought, and its end");
});

it.each(Array.from({ length: 60 }, (_, seed) => seed))(
  "no word is lost and none is moved under the hands (%i)",
  async (seed) => {
    const random = seeded(seed);
    const { server, devices } = world();
    const sent: string[] = [];
    const words: string[] = [];
    for (let step = 0; step < 40; step++) {
      const device = devices[random.below(devices.length)] as Device;
      const act = random.below(10);
      if (act < 5) {
        words.push(`w${step}`);
        device.write(`${device.text} w${step}`);
      } else if (act === 5) {
        sent.push(device.text);
        device.write("");
      } else if (act === 6) device.isOnline = false;
      else if (act === 7) void device.goOnline();
      else if (act === 8) device.loseNextAnswer();
      await pass([10, 300, 1000, QUIET][random.below(4)] as number);
      for (const each of devices) each.expectUntouched();
    }
    await settle(devices);
    const there = [...devices.map(({ text }) => text), server.kept.text, ...sent].flatMap((text) => text.split(/\s+/));
    expect(words.filter((word) => !there.includes(word))).toEqual([]);
  },
);
