import type { Emulator } from './emulator.ts';
import { empty, json, type ApiRequest, type Reply } from './message.ts';
import { messageOf, object, optional, text } from './reader.ts';
import { readScript } from './script.ts';
import { readSeed } from './seed.ts';

const pushReader = object({
  region: text(),
  organization: text(),
  repository: text(),
  tag: text(),
  digest: optional(text()),
});

/** The emulator's own routes, under `/_/`: no credentials, no faults, not in the request log. */
export function control(emulator: Emulator, request: ApiRequest): Reply {
  const [path] = request.url.split('?');
  const body = (): unknown => JSON.parse(Buffer.from(request.body ?? '').toString('utf8'));
  try {
    switch (`${request.method.toUpperCase()} ${path}`) {
      case 'GET /_/health':
        return json(200, { ok: true });
      case 'GET /_/state':
        return json(200, emulator.state());
      case 'PUT /_/state':
        emulator.load(readSeed(body()));
        return empty(204);
      case 'GET /_/requests':
        return json(200, emulator.requests());
      case 'DELETE /_/requests':
        emulator.clearRequests();
        return empty(204);
      case 'GET /_/script':
        return json(200, emulator.script());
      case 'PUT /_/script':
        emulator.setScript(readScript(body()));
        return empty(204);
      case 'PUT /_/tags': {
        const { digest, ...place } = pushReader(body(), 'push');
        return json(200, { digest: emulator.push(digest === undefined ? place : { ...place, digest }) });
      }
      default:
        return json(404, { error: `no control route ${request.method} ${path}` });
    }
  } catch (mistake) {
    return json(400, { error: messageOf(mistake) });
  }
}
