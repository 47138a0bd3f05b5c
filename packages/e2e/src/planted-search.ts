/** A search for many planted values in raw bytes, in every form in which a program may have written them. */
export interface PlantedSearch {
  /** The values of which some form stands in these bytes. */
  find(bytes: Uint8Array): ReadonlySet<string>;
}

/** So many bytes are looked up at once before a whole form is compared. */
const prefixBytes = 3;

/** As it is, as UTF-16, as hexadecimal digits, and the part of its base64 that does not depend on what stands around it, at each of three places. */
function formsOf(value: string): Buffer[] {
  const bytes = Buffer.from(value);
  const hex = bytes.toString('hex');
  const inBase64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = Math.ceil((before * 4) / 3);
    const end = Math.floor(((before + bytes.length) * 4) / 3);
    return text.slice(start, end);
  });
  const texts = [
    hex,
    hex.toUpperCase(),
    ...inBase64,
    ...inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  return [bytes, Buffer.from(value, 'utf16le'), ...texts.map((text) => Buffer.from(text, 'latin1'))];
}

/** Prepares a search. */
export function searchFor(values: readonly string[]): PlantedSearch {
  const isPrefix = new Uint8Array(1 << (8 * prefixBytes));
  const forms = new Map<number, { form: Buffer; value: string }[]>();
  const prefixAt = (bytes: Uint8Array, at: number) =>
    ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
  for (const value of values) {
    for (const form of formsOf(value)) {
      const prefix = prefixAt(form, 0);
      isPrefix[prefix] = 1;
      forms.set(prefix, [...(forms.get(prefix) ?? []), { form, value }]);
    }
  }
  return {
    find(bytes) {
      const found = new Set<string>();
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at + prefixBytes <= buffer.length; at += 1) {
        const prefix = prefixAt(buffer, at);
        if (isPrefix[prefix] === 0) continue;
        for (const { form, value } of forms.get(prefix) ?? []) {
          if (buffer.compare(form, 0, form.length, at, Math.min(at + form.length, buffer.length)) === 0)
            found.add(value);
        }
      }
      return found;
    },
  };
}
