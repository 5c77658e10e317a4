/** The cloud as operations use it: services by region. */
import type { Hss } from './hss.ts';
import type { ModelArts } from './modelarts.ts';
import type { Swr } from './swr.ts';

/** Each function resolves once project and credential of the region are known; rejects with a {@link Failure}. */
export interface Cloud {
  swr(region: string): Promise<Swr>;
  modelArts(region: string): Promise<ModelArts>;
  /** `enterpriseProject` is empty for the default one. */
  hss(region: string, enterpriseProject: string): Promise<Hss>;
}
