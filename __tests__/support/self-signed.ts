/** Creates self-signed X.509 certificates. Node creates keys, but no certificates. */
import { generateKeyPairSync, sign } from 'node:crypto';

/** A private key and its certificate, both PEM. */
export interface SelfSigned {
  readonly key: string;
  readonly cert: string;
}

/** The fields of the certificate; by default it is for `localhost` and valid from 2020 to 2049. */
export interface Claims {
  readonly host?: string;
  /** The first and the last day of its validity, as `YYMMDD`. */
  readonly from?: string;
  readonly until?: string;
}

/** Creates a key and a certificate. */
export function selfSigned({ host = 'localhost', from = '200101', until = '491231' }: Claims = {}): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectId('2a8648ce3d040302'));
  const name = sequence(set(sequence(objectId('550403'), element(0x0c, Buffer.from(host)))));
  const validity = sequence(utcTime(`${from}000000Z`), utcTime(`${until}235959Z`));
  const alternativeName = element(0x04, sequence(element(0x82, Buffer.from(host))));
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.from([1])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(sequence(objectId('551d11'), alternativeName))),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, algorithm, element(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = (certificate.toString('base64').match(/.{1,64}/g) ?? []).join('\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function set(...parts: readonly Buffer[]): Buffer {
  return element(0x31, Buffer.concat(parts));
}

function objectId(hex: string): Buffer {
  return element(0x06, Buffer.from(hex, 'hex'));
}

function utcTime(text: string): Buffer {
  return element(0x17, Buffer.from(text));
}
