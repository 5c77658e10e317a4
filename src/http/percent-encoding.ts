/** Percent-encodes all but A-Z a-z 0-9 - _ . ~, as signatures require it; encodeURIComponent does not encode ! ' ( ) *. */
export function strictEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
