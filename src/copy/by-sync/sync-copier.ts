/** Copies by SWR's synchronization: one request a batch, then the jobs that SWR lists. */
import type { Cloud } from '../../cloud/cloud.ts';
import { createPollSchedule } from '../../engine/poll.ts';
import type { RunContext } from '../../engine/step.ts';
import { Failure } from '../../errors.ts';
import type { Copier, CopyTarget, SubmitOptions, SubmittedCopy } from '../copier.ts';
import type { RepositoryRef } from '../copy-spec.ts';
import { findJobToAttach } from './attach.ts';
import { jobStatusOf } from './job-status.ts';
import { createJobTracker } from './job-tracker.ts';
import { MAX_BATCH, sendBatch } from './send-batch.ts';
import { createRegionCheck } from './sync-regions.ts';

/** What the synchronization works with. */
export interface SyncServices {
  readonly cloud: Pick<Cloud, 'swr'>;
}

/** `expectedCopies`: as many as this run may submit. */
export function createSyncCopier(
  source: RepositoryRef,
  expectedCopies: number,
  context: Pick<RunContext<SyncServices>, 'services' | 'clock' | 'deadline' | 'log'>,
): Copier {
  const { clock, deadline } = context;
  const swr = () => context.services.cloud.swr(source.region);
  const jobs = createJobTracker(source, expectedCopies, { ...context, swr });

  const submit: Copier['submit'] = async function* (copies, { attach, confirm }) {
    const earlier = attach ? await jobs.snapshot() : [];
    const unattached: CopyTarget[] = [];
    for (const copy of copies) {
      const job = findJobToAttach(copy, earlier);
      if (job === undefined) {
        unattached.push(copy);
        continue;
      }
      jobs.attach(job);
      const description = `job ${job.id} of an earlier request (${job.status})`;
      yield { copy, state: 'attached', jobId: job.id, description };
    }
    // A request that may replace has no other tags: one that appears meanwhile must not be replaced by accident. It is the
    // first, because what it replaces was compared a moment ago.
    const groups = Map.groupBy(unattached, ({ mayReplace }) => mayReplace);
    yield* send(groups.get(true) ?? [], confirm);
    yield* send(groups.get(false) ?? [], undefined);
  };

  async function* send(
    copies: readonly CopyTarget[],
    confirm: SubmitOptions['confirm'],
  ): AsyncGenerator<SubmittedCopy> {
    const service = await swr();
    let batches = Array.from({ length: Math.ceil(copies.length / MAX_BATCH) }, (_, index) =>
      copies.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH),
    );
    for (let requests = 0, batch = batches.shift(); batch !== undefined; requests++, batch = batches.shift()) {
      if (requests > 0 && clock.now() > deadline.waitUntil) {
        const failure = new Failure('timeout', 'The time limit was reached before the tag was sent.');
        for (const copy of batch) yield { copy, state: 'refused', failure };
        continue;
      }
      const { submitted, again } = await sendBatch(service, source, batch, confirm);
      yield* submitted;
      // What was compared before this request may have changed since.
      batches = [...again, ...batches].map((rest) => rest.map((copy) => ({ ...copy, seenAt: -Infinity })));
    }
  }

  return {
    schedule: createPollSchedule(),
    submit,
    findRefusal: createRegionCheck(source.region, swr, context),
    async check() {
      const { own, attached } = await jobs.read();
      return ({ spec, attachedTo }) => {
        if (attachedTo === undefined) return own.of(spec.target);
        const job = attached.get(attachedTo);
        return job && jobStatusOf(job);
      };
    },
    hasListedAny: jobs.hasListedAny,
  };
}
