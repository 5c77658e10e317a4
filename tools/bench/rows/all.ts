/** The rows of the benchmark. */
import type { Row } from '../row.ts';
import { baselinesRow } from './baselines.ts';
import { bundleRow } from './bundle.ts';
import { delayRow, failedEndRow } from './delay.ts';
import { growthRow } from './growth.ts';
import { memoryRow } from './memory.ts';
import { pythonRow } from './python.ts';
import { requestsRow } from './requests.ts';
import { startRow } from './start.ts';
import { stormRow } from './storm.ts';
import { tagsRow } from './tags.ts';
import { wallRow } from './wall.ts';

/** In the order of the document. */
export const ROWS: readonly Row[] = [
  requestsRow,
  tagsRow,
  wallRow,
  delayRow,
  failedEndRow,
  stormRow,
  startRow,
  memoryRow,
  bundleRow,
  baselinesRow,
  pythonRow,
  growthRow,
];
