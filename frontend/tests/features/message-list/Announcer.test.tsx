import { render, screen } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";
import { Announcer } from "@/features/message-list/Announcer";
import { startI18n } from "@/lib/i18n/i18n";
import type { Pending } from "@/realtime/timeline/types";
import { ME, message, user } from "../../helpers/fakeRoom";

beforeAll(startI18n);

const log = () => screen.getByRole("log");

it("reads out what others say from now on, once, and a long message by its beginning", () => {
  const old = message(1, { text: "old" });
  const { rerender } = render(<Announcer messages={[old]} pending={[]} lastSeq={1} me={ME} />);
  expect(log()).toBeEmptyDOMElement();
  const fresh = [message(2, { text: "hello" }), message(3, { text: "mine", author: user(ME) })];
  rerender(<Announcer messages={[old, ...fresh]} pending={[]} lastSeq={1} me={ME} />);
  rerender(
    <Announcer
      messages={[old, ...fresh, message(4, { text: "🔥".repeat(10_000) })]}
      pending={[]}
      lastSeq={1}
      me={ME}
    />,
  );
  const said = [...log().children].map((each) => each.textContent);
  expect(said).toEqual(["U7: hello", `U7: ${"🔥".repeat(300)}…`]);
});

it("is silent about what was there when the room was opened in the past", () => {
  const past = <Announcer messages={[]} pending={[]} lastSeq={2} me={ME} />;
  const { rerender } = render(past);
  rerender(<Announcer messages={[1, 2, 3].map((seq) => message(seq))} pending={[]} lastSeq={3} me={ME} />);
  expect([...log().children].map((each) => each.textContent)).toEqual(["U7: text 3"]);
});

it("says once that a message of mine was refused, and again where another try was", () => {
  const mine = (status: Pending["status"], queuedAt = 1): Pending => ({
    nonce: "n",
    text: "tea",
    replyTo: null,
    thread: null,
    queuedAt,
    status,
    ...(status === "failed" && { reason: "room_archived" }),
  });
  const earlier = { ...mine("failed"), nonce: "of an earlier visit" };
  const said = () => [...log().children].map((each) => each.textContent);
  const show = (...pending: Pending[]) => <Announcer messages={[]} pending={pending} lastSeq={0} me={ME} />;
  const { rerender } = render(show(earlier, mine("waiting")));
  expect(said()).toEqual([]);
  rerender(show(earlier, mine("failed")));
  rerender(show(earlier, { ...mine("failed") }));
  expect(said()).toEqual([expect.stringMatching(/^Not sent\. .*archived/)]);
  rerender(show(earlier, mine("waiting", 2)));
  rerender(show(earlier, mine("failed", 2)));
  expect(said()).toHaveLength(2);
});
