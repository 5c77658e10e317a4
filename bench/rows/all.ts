/** The rows, in the order of the table. */
import type { Row } from '../row.ts';
import { requestsRow } from './requests.ts';

export const ROWS: readonly Row[] = [requestsRow];
