const LETTER_A = 65;

/** The octets of a text in ASCII: made once, where a constant or a name is set up. @setup */
export function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Where the letters of a name from `start` on end. */
export function lettersEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! >= LETTER_A) at++;
  return at;
}
