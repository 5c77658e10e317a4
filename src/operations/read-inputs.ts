/** Reads all inputs of a run, and plans the operation that they select. */
import { type Failure, failureOf } from '../errors.ts';
import { type Credentials, readCredentials } from '../inputs/credentials.ts';
import type { InputName } from '../inputs/defaults.ts';
import { createInputReader, type InputReader, type InputSource } from '../inputs/reader.ts';
import { readFallbacks, readRunOptions, readSettings } from '../inputs/settings.ts';
import { OPERATIONS } from './index.ts';
import type { Event, PlannedOperation } from './operation.ts';

/** The inputs of a run, or why they could not be read. */
export type RunInputs =
  | {
      readonly ok: true;
      readonly planned: PlannedOperation;
      readonly credentials: Credentials;
      /** Inputs that the workflow gives and the operation does not use. */
      readonly unused: readonly InputName[];
      /** What the workflow author may not have meant; sentences. */
      readonly warnings: readonly string[];
      /** The inputs that the operation uses, without credentials. */
      readonly used: Readonly<Record<string, string>>;
    }
  | {
      readonly ok: false;
      /** Empty where the input `operation` names none. */
      readonly operation: string;
      readonly failure: Failure;
    };

/** Where inputs come from: the runner's inputs, the environment for credentials, and the event. */
export interface RunInputSource extends InputSource, Event {
  env(name: string): string;
}

/** Never throws. All input errors are in one failure. */
export function readRunInputs(runner: RunInputSource): RunInputs {
  let operation = '';
  try {
    const fallbacks = readFallbacks(runner.env);
    const reader = createInputReader({ ...runner, fallbacks });
    const selected = selectOperation(reader);
    operation = selected?.name ?? '';
    const planned = selected?.prepare(reader, runner);
    if (planned === undefined) readCommonInputs(reader);
    const credentials = readCredentials(reader, runner);
    reader.check();
    if (planned === undefined) throw new Error('an unknown operation passed the check of the inputs');
    return {
      ok: true,
      planned,
      credentials,
      unused: reader.unused(),
      // A reference or a variable may have named the place.
      used: { ...reader.used(), region: planned.inputs.settings.region, ...planned.inputs.source },
      warnings: [...(fallbacks.region === '' ? [] : [AUTH_ACTION_WARNING]), ...reader.warnings()],
    };
  } catch (error) {
    return { ok: false, operation, failure: failureOf(error) };
  }
}

const AUTH_ACTION_WARNING =
  'HUAWEI_CLOUD_REGION is set, as by huaweicloud/auth-action. That action masks the region: the log shows *** for it, and ' +
  'GitHub drops the job outputs that name it, such as ready-regions. Sign in with the inputs of this step instead.';

function selectOperation(reader: InputReader): (typeof OPERATIONS)[number] | undefined {
  const name = reader.text('operation');
  const operation = OPERATIONS.find((candidate) => candidate.name === name);
  if (operation === undefined) {
    reader.addError('operation', `must be one of ${OPERATIONS.map((known) => known.name).join(', ')}`, name);
  }
  return operation;
}

/** Without an operation, the inputs of all operations are checked nevertheless. */
function readCommonInputs(reader: InputReader): void {
  readRunOptions(reader);
  readSettings(reader);
}
