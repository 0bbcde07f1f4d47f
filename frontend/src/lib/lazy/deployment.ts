const ANSWER_WITHIN = 10_000;

/** Whether the server has the page that this tab runs, or that of another version. */
export async function deployedPage(): Promise<"same" | "other" | "unreachable"> {
  const entry = document.querySelector("script[type=module][src]")?.getAttribute("src") ?? "";
  try {
    const answer = await fetch("/", { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN) });
    if (!answer.ok) return "unreachable";
    const page = await answer.text();
    // The login page of a hotel's network is not Irori's.
    if (!page.includes('id="root"')) return "unreachable";
    return page.includes(entry) ? "same" : "other";
  } catch {
    return "unreachable";
  }
}
