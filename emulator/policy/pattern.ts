/**
 * Whether a text fits a pattern in which `*` stands for any characters, also none, and `?` for exactly one. Upper and lower
 * case differ. IAM (identity policies), "JSON Elements: Action, Resource".
 */
export function fitsPattern(pattern: string, text: string): boolean {
  const source = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(text);
}
