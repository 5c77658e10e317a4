/** The regions of Huawei Cloud, and which name of a list a wrong one comes nearest to. */

/** The regions of SWR, which include those of the other services; those with most users come first. Source: the Python SDK's endpoints of SWR. */
export const REGIONS: readonly string[] = (
  'cn-north-4 cn-north-1 cn-north-2 cn-north-9 cn-north-11 cn-north-12 cn-east-3 cn-east-2 cn-east-4 cn-east-5 cn-south-1 ' +
  'cn-south-2 cn-south-4 cn-southwest-2 cn-southwest-3 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ' +
  'ap-southeast-5 ae-ad-1 af-north-1 af-south-1 eu-west-0 eu-west-101 la-north-2 la-south-2 me-east-1 my-kualalumpur-1 ' +
  'na-mexico-1 ru-moscow-1 ru-northwest-2 sa-brazil-1 sa-peru-1 tr-west-1'
).split(' ');

/** Longer texts are no misspelt names, and comparing them takes time. */
const LONGEST = 100;

/**
 * The name of `known` that takes the fewest changed characters, the first of several; empty where `text` cannot be a misspelt
 * name. Letter case, and what stands in place of hyphens, does not count.
 */
export function nearest(text: string, known: readonly string[]): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  let best = '';
  let least = name === '' || name.length > LONGEST ? 0 : Infinity;
  for (const candidate of known) {
    const distance = editDistance(name.slice(0, LONGEST), candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** How many characters must be inserted, deleted or replaced to make one of the other (Levenshtein). */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [row, letter] of left.split('').entries()) {
    const current = [row + 1];
    for (let column = 0; column < right.length; column++) {
      current.push(
        Math.min(
          (current[column] ?? 0) + 1,
          (previous[column + 1] ?? 0) + 1,
          (previous[column] ?? 0) + (right[column] === letter ? 0 : 1),
        ),
      );
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
