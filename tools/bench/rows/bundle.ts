import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildBareBundle } from '../processes/bare-bundle.ts';
import { packageSizes } from '../processes/package-sizes.ts';
import { type Measurement, type Row, times } from '../row.ts';

const DIST = resolve(import.meta.dirname, '../../..', 'dist');
const LARGE = 50_000;

/** Why each dependency of more than 50 kB is in the bundle. One without a reason misses the goal. */
const REASONS: Readonly<Record<string, string>> = {
  undici: 'required by @actions/http-client, which @actions/core loads',
  valibot: 'validates every reply of the cloud',
  '@octokit/plugin-rest-endpoint-methods': 'required by @actions/github',
  '@actions/http-client': 'required by @actions/core',
  '@actions/core': "the runner's inputs, outputs and workflow commands",
  '@actions/exec': 'required by @actions/core',
};

/** The size of the bundle, and its large dependencies. */
export const bundleRow: Row = {
  name: 'bundle',
  title: 'Bundle',
  how: 'The bytes of dist/ as committed (not minified, so that it can be reviewed), relative to the bare bundle; and every dependency of more than 50 kB in it, as the bundler reports it.',
  run() {
    const bare = statSync(buildBareBundle()).size;
    const chunks = readdirSync(DIST).filter((name) => name.endsWith('index.js'));
    const sizes = new Map(chunks.map((name) => [name, statSync(join(DIST, name)).size]));
    const files: readonly Measurement[] = [...sizes].map(([name, size]) => ({
      subject: name === 'index.js' ? 'index.js, loaded at every start' : `${name}, loaded when needed`,
      value: `${size} bytes, ${times(size / bare)} the bare bundle`,
      goal: '',
    }));
    const large = [...packageSizes()]
      .filter(([, size]) => size > LARGE)
      .toSorted(([, left], [, right]) => right - left);
    const dependencies: readonly Measurement[] = large.map(([name, size]) => {
      const reason = REASONS[name];
      return {
        subject: name,
        value: `${times(size / bare)} the bare bundle: ${reason ?? 'no reason given in tools/bench/rows/bundle.ts'}`,
        goal: 'a reason',
        isMet: reason !== undefined,
      };
    });
    return Promise.resolve({ measurements: [...files, ...dependencies] });
  },
};
