/** What the bundle is made of. */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Finding, type Row, times } from '../row.ts';
import { buildBare } from '../start/bare.ts';
import { packageSizes } from '../start/packages.ts';

const DIST = resolve(import.meta.dirname, '../../..', 'dist');
const LARGE = 50_000;

/** Why a dependency of more than 50 kB is there. One without a reason misses the goal. */
const REASONS: Readonly<Record<string, string>> = {
  valibot: 'reads every reply of the cloud, so that one of another shape is told and not believed',
  '@octokit/plugin-rest-endpoint-methods':
    'comes with @actions/github, for deployments and releases; in a chunk of its own',
  '@actions/http-client': 'comes with @actions/core, which gets ID tokens by it',
  '@actions/core': 'the protocol of the runner',
  '@actions/exec': 'comes with @actions/core',
};

export const bundleRow: Row = {
  name: 'bundle',
  title: 'Bundle',
  how: 'Bytes of dist/ as it is committed, not minified (minified code starts slower, and nobody can review it), over the bare bundle, that is the toolkit as it is published; and every dependency of more than 50 kB in it, as the bundler counts them.',
  run() {
    const bare = statSync(buildBare()).size;
    const chunks = readdirSync(DIST).filter((name) => name.endsWith('index.js'));
    const sizes = new Map(chunks.map((name) => [name, statSync(join(DIST, name)).size]));
    const findings: Finding[] = [...sizes].map(([name, size]) => ({
      what: name === 'index.js' ? 'index.js, loaded at every start' : `${name}, loaded only when it is needed`,
      measured: `${size} bytes, ${times(size / bare)} the bare bundle`,
      goal: '',
    }));
    const large = [...packageSizes()]
      .filter(([, size]) => size > LARGE)
      .toSorted(([, left], [, right]) => right - left);
    for (const [name, size] of large) {
      const reason = REASONS[name];
      findings.push({
        what: name,
        measured: `${times(size / bare)} the bare bundle: ${reason ?? 'nobody says why'}`,
        goal: 'a reason',
        met: reason !== undefined,
      });
    }
    return Promise.resolve(findings);
  },
};
