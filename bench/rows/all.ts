/** The rows, in the order of the table. */
import type { Row } from '../row.ts';
import { stormRow } from './storm.ts';
import { delayRow, failedEndRow } from './delay.ts';
import { wallRow } from './wall.ts';
import { requestsRow } from './requests.ts';

export const ROWS: readonly Row[] = [requestsRow, wallRow, delayRow, failedEndRow, stormRow];
