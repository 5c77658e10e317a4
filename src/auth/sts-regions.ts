/** Where STS can be asked for temporary keys. They work in every region, wherever they were issued. */

/** STS exists in these regions alone. Source: the SDKs' map of STS endpoints. */
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

/** One near `region`, and another in case that it gives no answer; both on the same side of the Chinese border. */
export function stsRegionsNear(region: string): readonly string[] {
  const usual = region.startsWith('cn-') ? ['cn-north-4', 'cn-east-3'] : ['ap-southeast-3', 'ap-southeast-1'];
  const near = STS_REGIONS.has(region) ? [region] : [];
  return [...new Set([...near, ...usual])].slice(0, 2);
}
