export class ProxyAgent {
  dispatch(): never;
}
export function fetch(): Promise<never>;
