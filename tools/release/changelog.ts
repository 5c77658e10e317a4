/** Reads CHANGELOG.md, which has the form of Keep a Changelog. */

/** @returns the text below the heading of a version; undefined if there is none, or it is empty. */
export function notesOf(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}] - `) || text.startsWith(`[${version}]\n`));
  const notes = section?.slice(section.indexOf('\n')).trim() ?? '';
  return notes === '' ? undefined : notes;
}
