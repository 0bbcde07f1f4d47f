/** Letters, Japanese and emoji are of three fonts, and names are of another weight. */
const SAMPLES = ["a", "あ", "👍"];

/**
 * Has the browser look up its fonts while it waits for scripts, and not when there is something to read: that takes a phone a tenth of a
 * second. The page that React draws takes the place of this.
 */
export function findFonts() {
  const sample = document.createElement("span");
  sample.className = "sr-only";
  sample.ariaHidden = "true";
  for (const weight of ["font-normal", "font-semibold"]) {
    const text = document.createElement("span");
    text.className = weight;
    text.textContent = SAMPLES.join("");
    sample.append(text);
  }
  document.getElementById("root")?.append(sample);
}
