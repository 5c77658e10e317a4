/** Links and headings of a Markdown page, as GitHub sees them. */

/** The targets of all links and images, in the order of the page; code is not looked at. */
export function linksIn(markdown: string): readonly string[] {
  const text = withoutFences(markdown).replaceAll(/`[^`\n]*`/g, '`');
  return [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target);
}

/** The paths of sources in backticks, such as `src/copy/judge.ts` or `copy/judge.ts`, in the order of the page. */
export function sourcePathsIn(markdown: string): readonly string[] {
  const text = withoutFences(markdown);
  const spans = [...text.matchAll(/`([^`\n]*)`/g)].map(([, span = '']) => span);
  return spans.filter((span) => /^[\w.-]+(\/[\w.-]+)+\.(ts|mjs|js)$/.test(span) || /^src\/[\w./-]*$/.test(span));
}

/** The anchors of all headings: GitHub numbers those that repeat. */
export function anchorsIn(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const counts = new Map<string, number>();
  for (const [, heading = ''] of withoutFences(markdown).matchAll(/^#{1,6} +(.+)$/gm)) {
    const slug = slugOf(heading);
    const earlier = counts.get(slug) ?? 0;
    counts.set(slug, earlier + 1);
    anchors.add(earlier === 0 ? slug : `${slug}-${earlier}`);
  }
  return anchors;
}

function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function withoutFences(markdown: string): string {
  return markdown.replaceAll(/^ *```.*?^ *```$/gms, '');
}
