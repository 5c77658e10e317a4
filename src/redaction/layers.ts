/** What a text holds in base64 and in hexadecimal, at any depth. */
import { type Budget, isSpent } from './budget.ts';
import { type Level, levelsOf } from './levels.ts';
import type { Readings } from './reading.ts';
import { readingsOf } from './readings.ts';

/** A part of the source. */
export type Range = readonly [start: number, end: number];

/** Where a text was cut: before an ellipsis character, as this action cuts, or at its end or before dots, which may be no cut. */
export type Cut = 'ellipsis' | 'end' | undefined;

/** A text that is written in the source, or encoded in it. */
export interface Layer {
  readonly readings: Readings;
  /** Whether the text was cut at a position, also in the middle of an escape. */
  cutAt(position: number): Cut;
  /** The part of the source that holds the characters from `start` to `end`. */
  rangeOf(start: number, end: number): Range;
}

/** An encoding of bytes. */
interface Encoding {
  readonly name: 'base64' | 'hex';
  /** Characters that may be one text in this encoding, long enough for a secret. */
  readonly run: RegExp;
  /** In a character. */
  readonly bits: number;
  /** What may be missing before a run, so that the others are read as the bytes that they are. */
  readonly missing: readonly string[];
}

const ENCODINGS: readonly Encoding[] = [
  { name: 'base64', run: /[A-Za-z0-9+/_-]{8,}/g, bits: 6, missing: ['', 'A', 'AA', 'AAA'] },
  { name: 'hex', run: /[\da-fA-F]{12,}/g, bits: 4, missing: ['', '0'] },
];
/** The shortest run of any encoding. */
const MIN_RUN = 8;
const MAX_DEPTH = 3;

/**
 * Bytes that may be text: ASCII, the zeros of UTF-16, UTF-8, and Latin-1. Of what is decoded from something else
 * there is little, so most of it need not be searched.
 */
const LEGIBLE =
  /(?:[\0\t\n\r -~]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\xc0-\xff](?![\x80-\xbf])|[\xa0-\xbf](?![\x80-\xff])){3,}/g;
const MIN_LEGIBLE = 6;

/** An end or an ellipsis, and before it the part of an escape or of a character. */
const CUT = /(?:[%&\\][\w%&\\#;{]{0,24}|[^\0-\x7f…]{1,3})?(?:(…)|\.\.|$)/y;

/** The text itself, then what is encoded in it, then what is encoded in that, and so on, as far as the budget lasts. */
export function* layersOf(text: string, budget: Budget): Generator<Layer> {
  let layers: readonly Layer[] = [layerOf(readingsOf(text, budget), (start, end) => [start, end], 'end')];
  for (let depth = 0; layers.length > 0; depth += 1) {
    yield* layers;
    layers = depth < MAX_DEPTH ? layers.flatMap((layer) => [...encodedIn(layer)]) : [];
  }
}

/** `end` is whether the source goes on after the text. */
function layerOf(readings: Readings, rangeOf: Layer['rangeOf'], end: Cut): Layer {
  const { text } = readings;
  return {
    readings,
    rangeOf,
    cutAt(position) {
      CUT.lastIndex = position;
      const found = CUT.exec(text);
      if (found === null) return undefined;
      if (found[1] !== undefined) return 'ellipsis';
      return found[0].endsWith('..') ? 'end' : end;
    },
  };
}

/** The texts that may be encoded in a layer. */
function* encodedIn({ readings, rangeOf, cutAt }: Layer): Generator<Layer> {
  const { budget } = readings;
  for (const { encoding, level, first, missing, run } of runsIn(readings)) {
    const { name, bits } = encoding;
    const bytes = Buffer.from(missing + run, name).toString('latin1');
    const startOf = (byte: number): number =>
      level.starts[first + Math.max(0, Math.floor((byte * 8) / bits) - missing.length)] ?? 0;
    const endOf = (byte: number): number => level.ends[first + Math.ceil((byte * 8) / bits) - missing.length - 1] ?? 0;
    for (const { 0: text, index } of bytes.matchAll(LEGIBLE)) {
      if (text.length < MIN_LEGIBLE || isSpent(budget, text.length)) continue;
      const isLast = index + text.length === bytes.length;
      yield layerOf(
        readingsOf(text, budget),
        (start, end) => rangeOf(startOf(index + start), endOf(index + end)),
        isLast ? cutAt(level.ends[first + run.length - 1] ?? 0) : undefined,
      );
    }
  }
}

/** Characters that may be bytes in an encoding. */
interface Run {
  readonly encoding: Encoding;
  readonly missing: string;
  readonly run: string;
  readonly level: Level;
  /** Where the run begins in the level. */
  readonly first: number;
}

/** The runs of a text, once for each place where the first byte may begin. */
function* runsIn(readings: Readings): Generator<Run> {
  if (readings.text.length < MIN_RUN) return;
  const seen = new Set<string>();
  for (const level of levelsOf(readings)) {
    for (const encoding of ENCODINGS) {
      for (const { 0: run, index: first } of level.text.matchAll(encoding.run)) {
        const key = `${encoding.name} ${level.starts[first]} ${run}`;
        if (seen.has(key)) continue;
        seen.add(key);
        for (const missing of encoding.missing) yield { encoding, missing, run, level, first };
      }
    }
  }
}
