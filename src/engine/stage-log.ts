/**
 * The log of the items of a run: a group of lines for each stage, which is the operation that items belong to. Groups cannot
 * be nested, so the lines of a stage are held back until the stages before it have ended, but not longer than until the next
 * heartbeat.
 */
import type { Clock } from '../clock.ts';
import { type Item, labelOf } from './item.ts';
import type { Log } from './step.ts';

/** Logs what becomes of items. */
export interface StageLog {
  /** Logs a new state of an item. Equal states that come together are one line. */
  state(item: Item, text: string): void;
  /** Logs the verdict of an item, which ends it. */
  verdict(item: Item, text: string, ok: boolean): void;
  /** Logs why an item has no verdict, which ends it. */
  leaveOut(item: Item, reason: string): void;
  /** Writes what is held back into the group that is open, so that a slow stage does not hide the others. */
  catchUp(): void;
  /** Writes what is held back, and closes the group. */
  end(): void;
}

interface Line {
  readonly items: Set<Item>;
  readonly mark: ' ' | '✓' | '✗' | '–';
  readonly text: string;
}

interface Stage {
  readonly name: string;
  /** How many items have not ended. */
  open: number;
  readonly held: string[];
}

/** More names than these are counted. */
const MAX_NAMES = 10;

/** Opens the group of the first stage. `items` are all those of the plan, in its order. */
export function createStageLog(items: readonly Item[], clock: Clock, log: Log): StageLog {
  const byOperation = Map.groupBy(items, ({ operation }) => operation);
  const stages = [...byOperation].map(([name, { length }]): Stage => ({ name, open: length, held: [] }));
  let current = stages.shift();
  if (current !== undefined) log.openGroup(current.name);

  /** Lines that may yet get further items, by what they say. */
  let lines = new Map<string, Line>();
  let cancelFlush: (() => void) | undefined;

  const add = (item: Item, mark: Line['mark'], text: string): void => {
    const key = JSON.stringify([item.operation, mark, suffixOf(item), text]);
    const line = lines.get(key);
    if (line === undefined) lines.set(key, { items: new Set([item]), mark, text });
    else line.items.add(item);
    // The states of one reply are reported without a pause, but not in one piece of synchronous work.
    cancelFlush ??= clock.after(0, flush);
  };

  function flush(): void {
    cancelFlush?.();
    cancelFlush = undefined;
    const complete = [...lines.values()];
    lines = new Map();
    for (const { items: named, mark, text } of complete) {
      write([...named], `${mark} ${labelOfAll([...named])}: ${text}`, mark);
    }
  }

  function write(named: readonly Item[], line: string, mark: Line['mark']): void {
    const name = named[0]?.operation;
    const stage = current?.name === name ? current : stages.find((later) => later.name === name);
    if (stage === undefined || stage === current) log.info(line);
    else stage.held.push(line);
    if (stage !== undefined && mark !== ' ') stage.open -= named.length;
    while (current?.open === 0 && stages.length > 0) openNext();
  }

  function openNext(): void {
    log.closeGroup();
    current = stages.shift();
    if (current === undefined) return;
    log.openGroup(current.name);
    for (const line of current.held) log.info(line);
  }

  return {
    state: (item, text) => add(item, ' ', text),
    verdict: (item, text, ok) => add(item, ok ? '✓' : '✗', text),
    leaveOut: (item, reason) => add(item, '–', reason),
    catchUp() {
      flush();
      for (const { held } of stages) for (const line of held.splice(0)) log.info(line);
    },
    end() {
      flush();
      while (stages.length > 0) openNext();
      if (current !== undefined) log.closeGroup();
    },
  };
}

/** What {@link labelOf} says besides the subject: ` → cn-east-3`. */
function suffixOf(item: Item): string {
  return labelOf(item).slice(item.subject.length);
}

/** The label of items that differ in their subjects alone. */
function labelOfAll(items: readonly Item[]): string {
  const [first] = items;
  if (first === undefined) return '';
  const names = items.slice(0, MAX_NAMES).map(({ subject }) => subject);
  const more = items.length - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}${suffixOf(first)}`;
}
