import { readBody, readQuery, type Call } from '../call.ts';
import { uuidOf } from '../digest.ts';
import { gatewayError, noSuchApi } from '../gateway/errors.ts';
import { apiError, empty, json, type Reply } from '../message.ts';
import { flag, list, object, oneOf, optional, text } from '../reader.ts';
import { nextSerial } from '../state/cloud.ts';
import { imagesOf } from '../state/hss-tasks.ts';
import { invalidParameter } from './errors.ts';

const synchronizeBody = object({ image_type: oneOf('private_image', 'shared_image') });

const taskBody = object({
  sync_all_registries: flag,
  registry_info: optional(
    list(
      object({
        registry_id: text(),
        registry_type: oneOf('SwrPrivate', 'SwrShared', 'SwrEnterprise', 'Harbor', 'Jfrog', 'Other'),
      }),
    ),
  ),
});

/** Refuses a header `region` that names another region. The header is optional. */
export function checkRegionHeader(call: Call): void {
  const { region } = call.headers;
  if (region !== undefined && region !== call.region.id) throw invalidParameter(`region "${region}" is not this one`);
}

function startTask(call: Call, imageType: string, enterpriseProject = '0'): void {
  const { outcome, taskSeconds } = call.region.hss;
  if (outcome === 'none') return;
  call.region.hssTasks.push({
    id: uuidOf(`image task ${nextSerial(call.cloud)}`),
    taskType: 'manualSync',
    imageType,
    enterpriseProject,
    beginsAt: call.now,
    endsAt: outcome === 'stuck' ? Number.POSITIVE_INFINITY : call.now + taskSeconds * 1000,
    outcome,
    images: imagesOf(call.region.organizations),
  });
}

/**
 * HSS, "Synchronizing the Image List from SWR" (RunImageSynchronize). A failure has status 200 and an error_code other than 0. The
 * API is deprecated, and a region may not have it.
 */
export function synchronizeImages(call: Call): Reply {
  const { synchronize } = call.region.hss;
  if (synchronize === 'gone-404') throw noSuchApi(call.requestId);
  if (synchronize === 'gone-410') throw gatewayError(call.requestId, 410, 'APIGW.0101', 'The API was taken offline');
  checkRegionHeader(call);
  const { enterprise_project_id: project } = readQuery(call, ['enterprise_project_id'], invalidParameter);
  const { image_type: imageType } = readBody(call, synchronizeBody, invalidParameter);
  if (synchronize !== 'ok') {
    const { status = 200, error_description: description = 'failed', error_code: code } = synchronize;
    throw apiError(json(status, { error_code: code, error_description: description }));
  }
  startTask(call, imageType, project);
  return json(200, { error_code: 0, error_description: 'success' });
}

/** HSS, "Creating an Image Synchronization Task" (CreateImageSyncTask). The reply has no body, and so no task id. */
export function createSyncTask(call: Call): Reply {
  if (!call.region.hss.createTask) throw noSuchApi(call.requestId);
  checkRegionHeader(call);
  const { enterprise_project_id: project } = readQuery(call, ['enterprise_project_id'], invalidParameter);
  const body = readBody(call, taskBody, invalidParameter);
  if (!body.sync_all_registries && (body.registry_info ?? []).length === 0) {
    throw invalidParameter('registry_info is empty although sync_all_registries is false');
  }
  startTask(call, 'private_image', project);
  return empty(200);
}
