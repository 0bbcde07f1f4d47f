import { render, screen } from "@testing-library/react";
import { beforeAll, expect, it } from "vitest";
import { Announcer } from "@/features/message-list/Announcer";
import { startI18n } from "@/lib/i18n/i18n";
import { ME, message, user } from "../../helpers/fakeRoom";

beforeAll(startI18n);

const log = () => screen.getByRole("log");

it("reads out what others say from now on, once, and a long message by its beginning", () => {
  const old = message(1, { text: "old" });
  const { rerender } = render(<Announcer messages={[old]} me={ME} />);
  expect(log()).toBeEmptyDOMElement();
  const fresh = [message(2, { text: "hello" }), message(3, { text: "mine", author: user(ME) })];
  rerender(<Announcer messages={[old, ...fresh]} me={ME} />);
  rerender(<Announcer messages={[old, ...fresh, message(4, { text: "🔥".repeat(10_000) })]} me={ME} />);
  const said = [...log().children].map((each) => each.textContent);
  expect(said).toEqual(["U7: hello", `U7: ${"🔥".repeat(300)}…`]);
});
