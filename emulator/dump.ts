import type { Cloud, Region } from './cloud.ts';
import { taskStatusAt } from './hss/tasks.ts';
import { stateAt } from './modelarts/images.ts';
import { sessionUrn } from './sts/session.ts';
import { settle, statusAt } from './swr/jobs.ts';

function dumpRegion(cloud: Cloud, region: Region, now: number) {
  const organizations = [...region.organizations].map(([namespace, repositories]) => {
    const shown = [...repositories].map(([name, { tags }]) => {
      const digests = [...tags].map(([tag, { digest }]) => [tag, digest] as const);
      return [name, Object.fromEntries(digests)] as const;
    });
    return [namespace, Object.fromEntries(shown)] as const;
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
        status: statusAt(job, now),
        createdAt: job.createdAt,
      })),
    images: [...region.images.values()].map((image) => ({
      id: image.id,
      name: image.name,
      tag: image.tag,
      swr_path: image.swrPath,
      type: image.type,
      status: stateAt(image, now).status,
    })),
    hssTasks: region.hssTasks.map((task) => ({
      id: task.id,
      taskType: task.taskType,
      imageType: task.imageType,
      beginsAt: task.beginsAt,
      status: taskStatusAt(task, now),
    })),
  };
}

/** The whole truth as of now, for tests to compare with what a client believes; without any secret. */
export function dumpState(cloud: Cloud, now: number) {
  settle(cloud, now);
  const regions = [...cloud.regions.values()].map((region) => [region.id, dumpRegion(cloud, region, now)] as const);
  return {
    now,
    projects: cloud.projects,
    accessKeys: [...cloud.accessKeys.values()].map(({ accessKey, expiresAt }) => ({
      accessKey,
      expiresAt: expiresAt ?? null,
      failures: cloud.failures.get(accessKey)?.count ?? 0,
      lockedUntil: cloud.failures.get(accessKey)?.lockedUntil ?? null,
    })),
    deployments: structuredClone(cloud.github.made),
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

/** The truth as plain data. */
export type StateDump = ReturnType<typeof dumpState>;
