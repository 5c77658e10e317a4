/** Reads the file in which a step writes its outputs. */

/** Parses the content of GITHUB_OUTPUT. Throws when the runner would fail the step. Of equal names the last one counts. */
export function readOutputFile(content: string): Readonly<Record<string, string>> {
  const outputs = new Map<string, string>();
  const lines = content.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      outputs.set(checkName(line.slice(0, equals)), line.slice(equals + 1));
      continue;
    }
    if (heredoc < 0) throw new Error(`Invalid format '${line}'`);
    const end = lines.indexOf(line.slice(heredoc + 2), at + 1);
    // The line of the delimiter must end with a line feed.
    if (end < 0 || end === lines.length - 1) throw new Error(`Matching delimiter not found for '${line}'`);
    outputs.set(checkName(line.slice(0, heredoc)), lines.slice(at + 1, end).join('\n'));
    at = end;
  }
  return Object.fromEntries(outputs);
}

function checkName(name: string): string {
  if (name === '') throw new Error('An output has no name');
  return name;
}
