/**
 * Finds everything in the output of a step that the GitHub runner might execute as a command. From its sources
 * (ActionCommand.cs): a lone carriage return ends a line as well; `::name…::` is a command at the start of a line, after
 * .NET's TrimStart; `##[name…]` is one anywhere in a line. This is stricter than the runner: it skips the characters that
 * a comparison by culture may skip, and accepts any name.
 */

/** White space by .NET's `char.IsWhiteSpace`. */
const DOTNET_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

const IGNORABLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\0]/gu;

/** The lines of `output` that might be executed as commands. */
export function commandLookalikes(output: string): readonly string[] {
  return output.split(/\r\n|\r|\n/).filter((line) => {
    const seen = line.replace(IGNORABLE, '');
    return seen.replace(DOTNET_SPACE, '').startsWith('::') || seen.includes('##[');
  });
}
