/** Regions as SWR lists them. */
import * as v from 'valibot';
import { readEntries } from './schema.ts';

const RegionSchema = v.object({ regionID: v.string() });

/** Reads the list; undefined where an entry cannot be read, because it may be any region. */
export function regionsOf(body: unknown): readonly string[] | undefined {
  const { read, entries } = readEntries(RegionSchema, body);
  return read.length < entries ? undefined : read.map(({ regionID }) => regionID);
}
