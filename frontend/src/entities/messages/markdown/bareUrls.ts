import type { CompileContext, Extension as Compiler } from "mdast-util-from-markdown";
import type { Code, Construct, Effects, State, Extension as Syntax, Token } from "micromark-util-types";
import { type FoundUrl, urlsIn } from "@/lib/text/urls";

declare module "micromark-util-types" {
  interface TokenTypeMap {
    bareUrl: "bareUrl";
  }
}

/**
 * Bare URLs of this source as links. GFM's own extension takes 。 and 」 for a part of the URL, and makes a link to a
 * mailbox of ssh://git@example.org. The parser must know URLs before it reads `_` and `*` in them as emphasis.
 */
export function bareUrls(source: string): { syntax: Syntax; compiler: Compiler } {
  const urls = new Map(urlsIn(source).map((url) => [url.start, url]));
  const construct: Construct = {
    name: "bareUrl",
    tokenize(effects, ok, nok) {
      const url = urls.get(this.now().offset);
      return url?.href ? consuming(url, effects, ok, nok) : nok;
    },
  };
  const enter = (context: CompileContext, token: Token) => {
    const url = urls.get(token.start.offset)?.href ?? "";
    const children = [{ type: "text" as const, value: context.sliceSerialize(token) }];
    context.enter({ type: "link", url, children }, token);
  };
  return {
    syntax: { text: Object.fromEntries(Array.from("hHwW", (letter) => [letter.charCodeAt(0), construct])) },
    compiler: {
      enter: {
        bareUrl(token) {
          enter(this, token);
        },
      },
      exit: {
        bareUrl(token) {
          this.exit(token);
        },
      },
    },
  };
}

function consuming({ start, end }: FoundUrl, effects: Effects, ok: State, nok: State): State {
  let left = end - start;
  const inside: State = (code: Code) => {
    if (left === 0) {
      effects.exit("bareUrl");
      return ok(code);
    }
    // The cell of a table ended before the URL.
    if (code === null || code < 0) return nok(code);
    left -= 1;
    effects.consume(code);
    return inside;
  };
  return (code) => {
    effects.enter("bareUrl");
    return inside(code);
  };
}
