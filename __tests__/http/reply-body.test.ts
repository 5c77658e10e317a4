import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { NetworkError } from '../../src/http/network-error.ts';
import { readBody } from '../../src/http/reply-body.ts';
import { failureFrom } from '../support/outcome-of.ts';

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

function read(bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}, maxBytes = 1_048_576) {
  return readBody(inChunks(bytes, 7), headers, maxBytes);
}

const TEXT = '{"name":"Grüße, 区域"}';

describe('an encoding is undone', () => {
  test.each<[string, Uint8Array]>([
    ['', Buffer.from(TEXT)],
    ['identity', Buffer.from(TEXT)],
    ['gzip', gzipSync(TEXT)],
    ['GZip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateSync(TEXT, { windowBits: 9 })],
    ['deflate', deflateRawSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['gzip, identity', gzipSync(TEXT)],
    ['gzip, gzip', gzipSync(gzipSync(TEXT))],
    ['br, gzip', gzipSync(brotliCompressSync(TEXT))],
    ['gzip', Buffer.concat([gzipSync(TEXT.slice(0, 5)), gzipSync(TEXT.slice(5))])],
  ])('%s', async (encoding, bytes) => {
    expect(await read(bytes, { 'content-encoding': encoding })).toBe(TEXT);
  });

  test.each(['gzip', 'br', 'unknown'])('%s of a body that is empty', async (encoding) => {
    expect(await read(Buffer.alloc(0), { 'content-encoding': encoding })).toBe('');
  });

  test.each<[string, Uint8Array]>([
    ['gzip', Buffer.from(TEXT)],
    ['gzip', gzipSync(TEXT).subarray(0, -12)],
    ['gzip', gzipSync(TEXT).fill(0, 15, 20)],
    ['deflate', Buffer.from(TEXT)],
    ['br', Buffer.from(TEXT)],
    ['gzip, br', gzipSync(TEXT)],
    ['aws-chunked', Buffer.from(TEXT)],
    ['gzip,'.repeat(1000), gzipSync(TEXT)],
  ])('%s that is broken or unknown: the reply is lost, and another attempt may help', async (encoding, bytes) => {
    const failure = await failureFrom(read(bytes, { 'content-encoding': encoding }));
    expect(failure).toBeInstanceOf(NetworkError);
    expect(failure).toMatchObject({
      code: 'reply-invalid',
      message: `the encoding of the reply cannot be decoded${encoding.length > 50 ? '' : ` (${encoding})`}`,
      uncertain: true,
      permanent: false,
      isUnreadable: true,
    });
  });
});

describe('the limit', () => {
  const TOO_LARGE = {
    code: 'reply-too-large',
    message: 'the reply is larger than 64 KiB',
    uncertain: true,
    isUnreadable: true,
  };
  const LIMIT = 65_536;
  const zeros = Buffer.alloc(50 * LIMIT);

  test('is what a body may have', async () => {
    expect(await read(zeros.subarray(0, LIMIT), {}, LIMIT)).toHaveLength(LIMIT);
    expect(await read(gzipSync(zeros.subarray(0, LIMIT)), { 'content-encoding': 'gzip' }, LIMIT)).toHaveLength(LIMIT);
  });

  test.each<[string, Uint8Array]>([
    ['', zeros.subarray(0, LIMIT + 1)],
    ['gzip', gzipSync(zeros.subarray(0, LIMIT + 1))],
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros)],
    ['gzip, gzip', gzipSync(gzipSync(zeros))],
  ])('counts decoded bytes: %j', async (encoding, bytes) => {
    expect(await failureFrom(read(bytes, { 'content-encoding': encoding }, LIMIT))).toMatchObject(TOO_LARGE);
  });

  test('ends the reading', async () => {
    let chunks = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        chunks += 1;
        yield Buffer.alloc(1024);
      }
    }
    expect(await failureFrom(readBody(endless(), {}, LIMIT))).toMatchObject(TOO_LARGE);
    expect(chunks).toBe(65);
  });
});

describe('the charset', () => {
  const latin1 = Buffer.from('Grüße', 'latin1');
  test.each<[string | undefined, Uint8Array, string]>([
    [undefined, Buffer.from(TEXT), TEXT],
    ['application/json', Buffer.from(TEXT), TEXT],
    ['application/json', Buffer.from(`\ufeff${TEXT}`), TEXT],
    ['application/json;charset=UTF-8', Buffer.from(TEXT), TEXT],
    ['application/json; charset="utf8"', Buffer.from(TEXT), TEXT],
    ['application/json; charset=none', Buffer.from(TEXT), TEXT],
    ['application/json; charset=', Buffer.from(TEXT), TEXT],
    ['text/html; charset=ISO-8859-1', latin1, 'Grüße'],
    ['text/html; charset=utf-16le', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), TEXT],
    ['text/html; charset=GBK', Buffer.from([0xc7, 0xf8, 0xd3, 0xf2]), '区域'],
    ['application/json', latin1, 'Gr\ufffd\ufffde'],
  ])('%s', async (type, bytes, text) => {
    expect(await read(bytes, type === undefined ? {} : { 'content-type': type })).toBe(text);
  });
});
