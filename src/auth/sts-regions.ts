/** The regions that have STS. Keys from any of them work in every region. */

/** Source: the SDKs' map of STS endpoints. */
const STS_REGIONS: ReadonlySet<string> = new Set([
  'cn-north-4',
  'cn-east-3',
  'cn-south-1',
  'cn-southwest-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'sa-brazil-1',
  'la-south-2',
  'af-south-1',
  'tr-west-1',
]);

/** Two regions with STS: `region` itself where it has STS, and others on the same side of the Chinese border. */
export function stsRegionsNear(region: string): readonly string[] {
  const usual = region.startsWith('cn-') ? ['cn-north-4', 'cn-east-3'] : ['ap-southeast-3', 'ap-southeast-1'];
  const near = STS_REGIONS.has(region) ? [region] : [];
  return [...new Set([...near, ...usual])].slice(0, 2);
}
