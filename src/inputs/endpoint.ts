/**
 * The input `endpoint`. Its host receives signatures and tokens, so it must use https and be nothing but a host and a path.
 */
import type { EndpointTemplate } from '../cloud/endpoints.ts';
import { INPUTS } from './defaults.ts';
import type { InputReader } from './reader.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The dot at the end of a whole name of DNS, behind the host. Certificates and Host headers have none. */
const ROOT_DOT = /^([a-z]+:\/\/[^/?#]*[^/?#.])\.(?=(?::\d*)?(?:\/|$))/i;

/**
 * Reads and checks the template; the default means the public cloud. `{region}` may be left out only by a run that works
 * in one region.
 */
export function readEndpoint(inputs: InputReader, severalRegions: boolean): EndpointTemplate {
  const text = inputs.text('endpoint');
  const template = text.replace(/\/+$/, '').replace(ROOT_DOT, '$1');
  const fault = endpointFault(template, severalRegions);
  if (fault !== undefined) inputs.addError('endpoint', fault, withoutUserInfo(text));
  return fault === undefined && isPublic(template) ? { kind: 'public' } : { kind: 'template', template };
}

/** Whether the addresses are those of the public cloud, in whatever spelling. */
function isPublic(template: string): boolean {
  const [address, usual] = [template, INPUTS.endpoint].map(
    (text) => new URL(sampleOf(text, 'swr-api', 'cn-north-4')).href,
  );
  return template.includes('{region}') && address === usual;
}

function endpointFault(template: string, severalRegions: boolean): string | undefined {
  if (!template.includes('{service}')) return 'must contain {service}';
  if (severalRegions && !template.includes('{region}')) return 'must contain {region}';
  const sample = sampleOf(template, 'swr-api', 'cn-north-4');
  if (/[{}\s]/.test(sample)) return 'must have no other placeholders than {service} and {region}, and no white space';
  if (!URL.canParse(sample)) return 'must be a URL';
  const url = new URL(sample);
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
  if (/[?#]/.test(sample)) return 'must not contain a query or a fragment';
  if (!isDecodable(url.pathname)) return 'must have a path that can be decoded';
  // With one address for two regions, the source would be compared with itself. Dots in a path can remove a placeholder.
  const otherRegion = new URL(sampleOf(template, 'swr-api', 'cn-east-3')).href;
  if (severalRegions && otherRegion === url.href) return 'must give every region an address of its own';
  const plainLoopback = url.protocol === 'http:' && LOOPBACK.test(url.hostname);
  if (url.protocol !== 'https:' && !plainLoopback) return 'must use https (plain http only to a loopback host)';
  return undefined;
}

function sampleOf(template: string, service: string, region: string): string {
  return template.replaceAll('{service}', service).replaceAll('{region}', region);
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** The address as an error may quote it: without its password. */
function withoutUserInfo(template: string): string {
  return template.replace(/^(.*?\/\/)?.*@/s, '$1***@');
}
