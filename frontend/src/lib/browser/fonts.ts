/** Latin, Japanese and emoji come from three fonts, and names have another weight. */
const SAMPLES = ["a", "あ", "👍"];

/**
 * Makes the browser look up its fonts while it waits for scripts. Looked up with the first text they delay a phone by a
 * tenth of a second. React's page replaces the element.
 */
export function preloadFonts() {
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
