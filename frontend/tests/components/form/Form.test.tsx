import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Button } from "@/components/controls/Button";
import { Field } from "@/components/form/Field";
import { Form } from "@/components/form/Form";

function openForm(send: (values: Record<string, string>) => Promise<void>) {
  render(
    <Form send={send}>
      {({ busy, changed }) => (
        <>
          <Field label="Name" name="name" defaultValue="Hanako" />
          <Button type="submit" busy={busy} aria-disabled={!changed}>
            Save
          </Button>
        </>
      )}
    </Form>,
  );
  const person = userEvent.setup();
  const save = screen.getByRole("button", { name: "Save" });
  return { person, save };
}

it("tells whether its fields hold other values than at first, or than were saved", async () => {
  const sent: string[] = [];
  const send = async ({ name = "" }: Record<string, string>) => void sent.push(name);
  const { person, save } = openForm(send);
  const isReady = () => save.getAttribute("aria-disabled") === "false";
  await person.click(save);
  expect(sent).toEqual([]);
  await person.type(screen.getByLabelText("Name"), "!");
  expect(isReady()).toBe(true);
  await person.keyboard("{Backspace}");
  expect(isReady()).toBe(false);
  await person.keyboard("!");
  await person.click(save);
  await expect.poll(isReady).toBe(false);
  expect(sent).toEqual(["Hanako!"]);
  expect(save).toHaveFocus();
});

it("what was typed while it was sent is still to be saved", async () => {
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const send = ({ name = "" }: Record<string, string>) => {
    sent.push(name);
    return new Promise<void>((resolve) => answers.push(resolve));
  };
  const { person, save } = openForm(send);
  await person.type(screen.getByLabelText("Name"), "!");
  await person.click(save);
  await person.type(screen.getByLabelText("Name"), "?");
  answers[0]?.();
  await expect.poll(() => save.getAttribute("aria-busy")).toBe("false");
  await person.click(save);
  expect(sent).toEqual(["Hanako!", "Hanako!?"]);
});
