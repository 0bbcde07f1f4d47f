import { type ReactNode, useContext } from "react";
import { Name } from "@/entities/messages/PersonButton";
import { PeopleContext } from "@/entities/messages/peopleContext";

type Props = { user: number | null; className?: string | undefined; children?: ReactNode };

/** A mention of a person or of everybody in the room. */
export function Mention({ user, className, children }: Props) {
  const people = useContext(PeopleContext);
  return (
    <Name user={user === null ? undefined : people.get(user)} className={className}>
      {children}
    </Name>
  );
}
