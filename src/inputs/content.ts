/** The content of an input that takes a JSON text or the path of its file. */
import type { InputSource } from './source.ts';

/** What was given. */
export interface Content {
  /** Empty where there is none. */
  readonly text: string;
  /** Whether the input names a file, and may be quoted. */
  readonly isPath: boolean;
  /** Completes "`input` …". */
  readonly error?: string;
}

/** A text that starts with `{` is no path. What else is no path may be the rest of a text that was cut. */
export function readContent(value: string, files: InputSource): Content {
  if (value === '') return { text: '', isPath: false, error: 'is required and must not be empty' };
  if (value.startsWith('{')) return { text: value, isPath: false };
  const isPath = /^[^\n\r{}"]{1,1024}$/.test(value);
  try {
    if (!isPath || files.readFile === undefined) throw new Error('does not exist');
    const text = files
      .readFile(value)
      .replace(/^\ufeff/, '')
      .trim();
    if (text === '') throw new Error('is empty');
    return { text, isPath };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { text: '', isPath, error: `must be a JSON text or the path of its file; the file ${reason}` };
  }
}
