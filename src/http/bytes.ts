/** Bytes that grow at their end. Made for millions of small steps: none of them allocates anything. */
export interface Bytes {
  length(): number;
  put(sign: number): void;
  append(source: Buffer, from: number, to: number): void;
  /** Repeats bytes that stood here before they were cut: between these two, and not before the end. */
  pull(from: number, to: number): void;
  cut(length: number): void;
  /** Undefined where there is none. */
  last(): number | undefined;
  /** Whether these are they, between the first and the last byte. */
  enclose(inner: Buffer): boolean;
  appendTo(other: Bytes): void;
  text(from?: number, to?: number): string;
}

export function createBytes(): Bytes {
  let held = Buffer.allocUnsafe(256);
  let used = 0;
  const reserve = (more: number): void => {
    if (used + more <= held.length) return;
    const larger = Buffer.allocUnsafe(Math.max(used + more, held.length * 2));
    held.copy(larger, 0, 0, used);
    held = larger;
  };
  return {
    length: () => used,
    put(sign) {
      reserve(1);
      held[used++] = sign;
    },
    append(source, from, to) {
      reserve(to - from);
      used += source.copy(held, used, from, to);
    },
    pull(from, to) {
      held.copyWithin(used, from, to);
      used += to - from;
    },
    cut(length) {
      used = length;
    },
    last: () => (used === 0 ? undefined : held[used - 1]),
    enclose(inner) {
      if (used !== inner.length + 2) return false;
      for (let at = 0; at < inner.length; at++) if (held[at + 1] !== inner[at]) return false;
      return true;
    },
    appendTo: (other) => other.append(held, 0, used),
    text: (from = 0, to = used) => held.toString('utf8', from, to),
  };
}
