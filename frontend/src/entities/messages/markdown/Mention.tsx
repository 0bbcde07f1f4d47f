import { type ReactNode, useContext } from "react";
import { Name } from "@/entities/messages/PersonButton";
import { PeopleContext } from "@/entities/messages/peopleContext";

type Props = { name: string; className?: string | undefined; children?: ReactNode };

/** A mention of a person or of everybody in the room. */
export function Mention({ name, className, children }: Props) {
  const people = useContext(PeopleContext);
  const mentioned = [...people.values()].find(({ username }) => username.toLowerCase() === name.toLowerCase());
  return (
    <Name user={mentioned} className={className}>
      {children}
    </Name>
  );
}
