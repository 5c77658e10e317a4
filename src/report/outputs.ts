/** The outputs: all of them in every run, whatever the verdict. */
import { byRegion } from './references.ts';
import { failuresFirst } from './results.ts';
import type { RunReport } from './run-report.ts';

/** In bytes. A variable of a later step holds 131,071, its name included. */
export const OUTPUT_LIMIT = 100_000;

/**
 * The text of every output of action.yml, lists as JSON arrays. What is too large is cut to whole entries, because the
 * report file has them all. Where it could not be written, `reportFile` is empty, and nothing is cut.
 *
 * `tooLarge` names the outputs that are cut, such as `results (20 of 800)`, or that are too large and may not be.
 */
export function outputsOf(
  { conclusion, results, references, images, plan }: RunReport,
  reportFile: string,
  planFile = '',
) {
  const tooLarge: string[] = [];
  /** JSON of all entries; of those that fit where it would be too large. */
  const fitted = <T>(name: string, entries: readonly T[], jsonOf: (entries: readonly T[]) => string): string => {
    const whole = jsonOf(entries);
    if (Buffer.byteLength(whole) <= OUTPUT_LIMIT) return whole;
    if (reportFile === '') {
      tooLarge.push(name);
      return whole;
    }
    let length = 2;
    const fitting = entries.filter((entry) => {
      // An entry alone, in its brackets, is at least as long as it is among others with its comma.
      const more = Buffer.byteLength(jsonOf([entry]));
      if (length + more > OUTPUT_LIMIT) return false;
      length += more;
      return true;
    });
    tooLarge.push(`${name} (${entries.length - fitting.length} of ${entries.length})`);
    return jsonOf(fitting);
  };
  const list = (name: string, entries: readonly unknown[]): string => fitted(name, entries, JSON.stringify);
  // A plan that is cut is none.
  const text = plan?.isMade === true ? plan.text : '';
  const inOrder = Buffer.byteLength(JSON.stringify(results)) <= OUTPUT_LIMIT || reportFile === '';
  const outputs = {
    status: conclusion.status,
    'succeeded-tags': list('succeeded-tags', conclusion.succeededTags),
    'failed-tags': list('failed-tags', conclusion.failedTags),
    'ready-regions': list('ready-regions', conclusion.readyRegions),
    changes: String(conclusion.changes),
    plan: text !== '' && Buffer.byteLength(text) <= OUTPUT_LIMIT ? text : '',
    'plan-file': planFile,
    references: fitted('references', references, (some) => JSON.stringify(byRegion(some))),
    results: list('results', inOrder ? results : failuresFirst(results)),
    images: list('images', images),
    'failure-kind': conclusion.failureKind ?? '',
    'report-file': reportFile,
  };
  return { outputs, tooLarge };
}
