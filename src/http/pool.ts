/** The connections of the action, which are kept and used again. */
import * as http from 'node:http';
import * as https from 'node:https';
import type { Proxy } from './proxy.ts';
import { TunnelAgent } from './tunnel.ts';

/** Agents that open and keep connections. */
export interface Pool {
  /** The agent for a URL, through a proxy where there is one. */
  agentFor(url: URL, proxy: Proxy | undefined): http.Agent;
  /** Drops every connection. */
  close(): void;
}

/** One agent for plain http, one for https, and one for https through each proxy. */
export function createPool(options: https.AgentOptions): Pool {
  const plain = new http.Agent(options);
  const secure = new https.Agent(options);
  const tunnels = new Map<Proxy, TunnelAgent>();
  return {
    agentFor({ protocol }, proxy) {
      if (proxy === undefined) return protocol === 'https:' ? secure : plain;
      const tunnel = tunnels.get(proxy) ?? new TunnelAgent(proxy, options);
      tunnels.set(proxy, tunnel);
      return tunnel;
    },
    close() {
      for (const agent of [plain, secure, ...tunnels.values()]) agent.destroy();
    },
  };
}
