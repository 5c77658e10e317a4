import { empty, json, type ApiRequest, type Reply } from './message.ts';
import { messageOf, object, optional, text } from './reader.ts';
import type { LogEntry } from './request-log.ts';
import { readScript, type Script, type ScriptReport } from './script.ts';
import { readSeed, type Seed } from './seed.ts';
import type { StateSnapshot } from './state/snapshot.ts';

/** A tag that is pushed, as if by another client. */
export interface Push {
  readonly region: string;
  readonly organization: string;
  readonly repository: string;
  readonly tag: string;
  /** Derived from the other fields and the time if left out. */
  readonly digest?: string;
}

/** How tests and demos control an emulator: in the same process by these functions, from outside by the control routes. */
export interface EmulatorControl {
  /** A snapshot of the whole state as of now. */
  state(): StateSnapshot;
  /** Replaces the cloud by that of another seed. The script and the request log stay. */
  load(seed: Seed): void;
  /** The API requests so far, the oldest first. */
  requests(): readonly LogEntry[];
  clearRequests(): void;
  /** Replaces the script, and sets the counters of its rules to zero. */
  setScript(script: Script): void;
  script(): ScriptReport;
  /** Sets a tag, and returns its digest. Throws an Error if the region or the organization does not exist. */
  push(push: Push): string;
}

const pushReader = object({
  region: text(),
  organization: text(),
  repository: text(),
  tag: text(),
  digest: optional(text()),
});

/** Answers a control route, `/_/…`. These routes need no credentials, get no faults, and are not in the request log. */
export function answerControl(emulator: EmulatorControl, request: ApiRequest): Reply {
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
        const { digest, ...tag } = pushReader(body(), 'push');
        return json(200, { digest: emulator.push(digest === undefined ? tag : { ...tag, digest }) });
      }
      default:
        return json(404, { error: `no control route ${request.method} ${path}` });
    }
  } catch (cause) {
    return json(400, { error: messageOf(cause) });
  }
}
