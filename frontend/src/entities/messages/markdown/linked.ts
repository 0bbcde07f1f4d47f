import type { Link, Text } from "mdast";
import { urlsIn, withPlainScheme } from "@/lib/text/urls";

/** An email address. git@example.org:project is none. */
const EMAIL = /(?<![\w.+-])(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w-]|:\S)/gi;

/** Plain text, with its bare URLs and email addresses as links. */
export function linked(value: string): (Text | Link)[] {
  const parts: (Text | Link)[] = [];
  let from = 0;
  for (const { start, end, href } of urlsIn(value)) {
    parts.push(...withEmails(value.slice(from, start)), part(value.slice(start, end), href));
    from = end;
  }
  return [...parts, ...withEmails(value.slice(from))];
}

function withEmails(value: string): (Text | Link)[] {
  const parts: (Text | Link)[] = [];
  let from = 0;
  for (const { 0: email, index } of value.matchAll(EMAIL)) {
    const href = /^mailto:/i.test(email) ? withPlainScheme(email) : `mailto:${email}`;
    parts.push(...plain(value.slice(from, index)), part(email, href));
    from = index + email.length;
  }
  return [...parts, ...plain(value.slice(from))];
}

const plain = (value: string): Text[] => (value ? [{ type: "text", value }] : []);

function part(value: string, url: string | null): Text | Link {
  const text: Text = { type: "text", value };
  return url === null ? text : { type: "link", url, children: [text] };
}
