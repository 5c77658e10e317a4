import { sessionUrn } from './agencies.ts';
import type { Cloud, Region } from './cloud.ts';
import { importedImagesAt, taskStatusAt } from './hss-tasks.ts';
import { imageStatusAt } from './images.ts';
import { jobStatusAt, settleJobs } from './sync-jobs.ts';

function snapshotRegion(cloud: Cloud, region: Region, now: number) {
  const organizations = [...region.organizations].map(([namespace, repositories]) => {
    const tagsByRepository = [...repositories].map(([name, { tags }]) => {
      const digests = [...tags].map(([tag, { digest }]) => [tag, digest] as const);
      return [name, Object.fromEntries(digests)] as const;
    });
    return [namespace, Object.fromEntries(tagsByRepository)] as const;
  });
  return {
    organizations: Object.fromEntries(organizations),
    jobs: cloud.jobs
      .filter((job) => job.region === region.id)
      .map((job) => ({
        id: job.id,
        namespace: job.namespace,
        repository: job.repository,
        tag: job.tag,
        remoteRegionId: job.remoteRegionId,
        remoteNamespace: job.remoteNamespace,
        override: job.override,
        outcome: job.outcome,
        status: jobStatusAt(job, now),
        createdAt: job.createdAt,
      })),
    images: [...region.images.values()].map((image) => ({
      id: image.id,
      name: image.name,
      tag: image.tag,
      swr_path: image.swrPath,
      type: image.type,
      status: imageStatusAt(image, now).status,
    })),
    hssTasks: region.hssTasks.map((task) => ({
      id: task.id,
      taskType: task.taskType,
      imageType: task.imageType,
      beginsAt: task.beginsAt,
      status: taskStatusAt(task, now),
    })),
    hssImages: importedImagesAt(region.hssTasks, region.hss, now).map(({ namespace, repository, tag, digest }) => ({
      name: `${namespace}/${repository}:${tag}`,
      digest,
    })),
  };
}

/**
 * Takes a snapshot of the whole state at a time, for tests to compare with what a client believes. It contains no secrets. Its
 * fields are the JSON of the control route `GET /_/state`.
 */
export function takeSnapshot(cloud: Cloud, now: number) {
  settleJobs(cloud, now);
  const regions = [...cloud.regions.values()].map((region) => [region.id, snapshotRegion(cloud, region, now)] as const);
  return {
    now,
    projects: cloud.projects,
    accessKeys: [...cloud.accessKeys.values()].map(({ accessKey, expiresAt }) => ({
      accessKey,
      expiresAt: expiresAt ?? null,
      failures: cloud.failures.get(accessKey)?.count ?? 0,
      lockedUntil: cloud.failures.get(accessKey)?.lockedUntil ?? null,
    })),
    deployments: structuredClone(cloud.github.created),
    sessions: [...cloud.accessKeys.values()].flatMap(({ accessKey, expiresAt, session }) =>
      session === undefined
        ? []
        : [
            {
              accessKey,
              agency: session.agencyUrn,
              name: session.name,
              urn: sessionUrn(session),
              beganAt: session.beganAt,
              expiresAt: expiresAt ?? null,
              policies: session.policies,
            },
          ],
    ),
    tokens: [...cloud.tokens.values()].map(({ project, user, expiresAt, token }) => ({
      project,
      user: user ?? null,
      expiresAt: expiresAt ?? null,
      length: token.length,
    })),
    users: cloud.users.map(({ name, domain }) => ({
      name,
      domain: domain.name,
      wrongPasswords: cloud.wrongPasswords.get(`${domain.name}/${name}`)?.count ?? 0,
      lockedUntil: cloud.wrongPasswords.get(`${domain.name}/${name}`)?.lockedUntil ?? null,
    })),
    regions: Object.fromEntries(regions),
  };
}

/** A snapshot of the state: plain JSON data. Times are epoch milliseconds of the server. */
export type StateSnapshot = ReturnType<typeof takeSnapshot>;
