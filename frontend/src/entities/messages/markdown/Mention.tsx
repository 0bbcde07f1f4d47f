import { type ReactNode, useContext } from "react";
import { Name } from "@/entities/messages/PersonButton";
import { PeopleContext } from "@/entities/messages/peopleContext";

type Props = { name: string; className?: string | undefined; children?: ReactNode };

/** Whom a message calls: a person, or everybody here. */
export function Call({ name, className, children }: Props) {
  const people = useContext(PeopleContext);
  const called = [...people.values()].find(({ username }) => username.toLowerCase() === name.toLowerCase());
  return (
    <Name user={called} className={className}>
      {children}
    </Name>
  );
}
