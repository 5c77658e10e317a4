/**
 * Which proxy a request goes through: the variables of the runner, read by the rules of the actions toolkit, except that a
 * value that cannot be used is an error. The toolkit would connect directly.
 */
import { Failure } from '../errors.ts';

/** A proxy, and where it is configured. */
export interface Proxy {
  /** The environment variable that names it: `https_proxy` or `HTTPS_PROXY`. */
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

/** `env` gives an environment variable; empty where it is not set. */
export function createProxyFor(env: (name: string) => string): ProxyFor {
  const variable = env('https_proxy') === '' ? 'HTTPS_PROXY' : 'https_proxy';
  const value = env(variable);
  const exceptions = (env('no_proxy') || env('NO_PROXY'))
    .toLowerCase()
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  if (value === '') return () => undefined;
  let proxy: Proxy | undefined;
  return (url) => (isDirect(url, exceptions) ? undefined : (proxy ??= readProxy(variable, value)));
}

/** Plain http is allowed to loopback hosts only, which are never proxied: so http_proxy is not read. */
function isDirect({ protocol, hostname, port }: URL, exceptions: readonly string[]): boolean {
  if (protocol !== 'https:' || /^(localhost|127\..*|\[::1\])$/.test(hostname)) return true;
  const names = [hostname, `${hostname}:${port || '443'}`];
  return exceptions.some((exception) => {
    // `example.com` and `.example.com` stand for everything under it, the first one for itself as well.
    const suffix = exception.replace(/^\*?\.?/, '.');
    return exception === '*' || names.some((name) => name === exception || name.endsWith(suffix));
  });
}

function readProxy(variable: string, value: string): Proxy {
  // `proxy.example:8080` is a URL too, of the scheme `proxy.example`; what is meant is a host.
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const login = url === undefined ? undefined : loginOf(url);
  const wrong = (fault: string): Failure =>
    new Failure('proxy-invalid', `The environment variable ${variable} ${fault}.`, {
      hint: 'It takes http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT with percent-encoding; no_proxy names the hosts that are reached without a proxy.',
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

/** `user:password`, decoded; undefined where that is not possible. */
function loginOf({ username, password }: URL): string | undefined {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return undefined;
  }
}
