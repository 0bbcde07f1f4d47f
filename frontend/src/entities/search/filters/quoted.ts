/** A value with spaces stands in quotes. */
export const quoted = (value: string) => (/\s/.test(value) ? `"${value.replaceAll('"', "")}"` : value);
