/**
 * What the GitHub runner could ever take for a command in the output of a step, from its sources (ActionCommand.cs):
 * lines also end at a lone carriage return; `::name…::` counts at the start of a line after .NET's TrimStart, and
 * `##[name…]` anywhere in it. Stricter than the runner: characters that its culture-sensitive comparisons may skip are
 * skipped, and any name counts.
 */

/** What .NET's `char.IsWhiteSpace` says yes to. */
const DOTNET_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

const IGNORABLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\0]/gu;

/** The lines of `output` that look like a command; none for a harmless text. */
export function commandLookalikes(output: string): readonly string[] {
  return output.split(/\r\n|\r|\n/).filter((line) => {
    const seen = line.replace(IGNORABLE, '');
    return seen.replace(DOTNET_SPACE, '').startsWith('::') || seen.includes('##[');
  });
}
