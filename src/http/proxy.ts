/**
 * Which proxy a request goes through: the variables of the runner, read by the rules of the actions toolkit and of curl,
 * except that a value that cannot be used is an error. The toolkit would connect directly.
 */
import { BlockList, isIP } from 'node:net';
import { Failure } from '../errors.ts';

/** A proxy, and where it is configured. */
export interface Proxy {
  /** The environment variable that names it, such as `https_proxy`. */
  readonly variable: string;
  readonly url: URL;
  /** The value of Proxy-Authorization; empty for none. */
  readonly authorization: string;
}

/**
 * The proxy for a request to `url`; undefined for a direct connection.
 * @throws Failure `proxy-invalid` where the variable is not the URL of a proxy.
 */
export type ProxyFor = (url: URL) => Proxy | undefined;

/** The first one that is set counts; http_proxy is not among them, because plain http goes to loopback hosts only. */
const VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

/**
 * The secrets in all variables that name a proxy, also one that is not used, or not for the cloud, and also in a value that is
 * no URL: passwords, as they are and decoded, and logins as they are sent.
 */
export function proxySecrets(env: (name: string) => string): readonly string[] {
  return [...VARIABLES, 'http_proxy', 'HTTP_PROXY'].flatMap((name) => {
    const login = /^(?:[^:/?#]+:\/\/)?(.*)@/s.exec(env(name))?.[1] ?? '';
    const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(login) ?? [];
    const decoded = `${decodeLeniently(user)}:${decodeLeniently(password)}`;
    // A user without a password is a token.
    const secret = password || user;
    return [secret, decodeLeniently(secret), Buffer.from(decoded).toString('base64')].filter(() => secret !== '');
  });
}

/** `env` gives an environment variable; empty where it is not set. */
export function createProxyFor(env: (name: string) => string): ProxyFor {
  const variable = VARIABLES.find((name) => env(name) !== '');
  if (variable === undefined) return () => undefined;
  const exceptions = (env('no_proxy') || env('NO_PROXY'))
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
  let proxy: Proxy | undefined;
  return (url) => (isDirect(url, exceptions) ? undefined : (proxy ??= readProxy(variable, env(variable))));
}

/** Loopback hosts are never proxied. */
function isDirect({ protocol, hostname, port }: URL, exceptions: readonly string[]): boolean {
  if (protocol !== 'https:' || /^(localhost|127\..*|\[::1\])$/.test(hostname)) return true;
  const names = [hostname, `${hostname}:${port || '443'}`];
  const address = hostname.replace(/^\[|\]$/g, '');
  return exceptions.some((exception) => {
    // `example.com` and `.example.com` stand for everything under it, the first one for itself as well.
    const suffix = exception.replace(/^\*?\.?/, '.');
    return (
      exception === '*' ||
      names.some((name) => name === exception || name.endsWith(suffix)) ||
      isInRange(address, exception)
    );
  });
}

/** Whether a host that is an IP address is an exception: `10.0.0.0/8`, `fd00::/8`, or an address in any spelling. */
function isInRange(address: string, exception: string): boolean {
  const [, start = '', bits] = /^\[?([0-9a-f.:]+)\]?(?:\/(\d{1,3}))?$/.exec(exception) ?? [];
  const version = isIP(start);
  if (version === 0 || version !== isIP(address) || Number(bits ?? 0) > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(start, Number(bits ?? (version === 4 ? 32 : 128)), family);
  return range.check(address, family);
}

function readProxy(variable: string, value: string): Proxy {
  // `proxy.example:8080` is a URL too, of the scheme `proxy.example`; what is meant is a host.
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const login = url === undefined ? undefined : loginOf(url);
  const wrong = (fault: string): Failure =>
    new Failure('proxy-invalid', `The environment variable ${variable} ${fault}.`, {
      hint: 'It takes http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT with percent-encoding; no_proxy names the hosts that are reached without a proxy. https_proxy comes before all_proxy.',
    });
  if (url !== undefined && url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw wrong(
      `names a proxy of the kind ${url.protocol.slice(0, -1)}, and only those of http and https are supported`,
    );
  }
  if (url === undefined || url.hostname === '' || login === undefined) {
    throw wrong('is not the URL of a proxy (value not shown: it may hold a password)');
  }
  return { variable, url, authorization: login === ':' ? '' : `Basic ${Buffer.from(login).toString('base64')}` };
}

function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `user:password`, decoded; undefined where that is not possible. */
function loginOf({ username, password }: URL): string | undefined {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return undefined;
  }
}
