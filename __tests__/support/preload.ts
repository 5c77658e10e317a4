/** The NODE_OPTIONS that run the source of a module before the bundle, in its process. */
export function preloading(source: string): string {
  return `--import=data:text/javascript,${encodeURIComponent(source)}`;
}
