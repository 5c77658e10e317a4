/** The cloud as the operations see it: services by region. */
import type { Hss } from './hss.ts';
import type { ModelArts } from './modelarts.ts';
import type { Swr } from './swr.ts';

/** Each service is ready once its region's project and identity are known, which may fail with a `Failure`. */
export interface Cloud {
  swr(region: string): Promise<Swr>;
  modelArts(region: string): Promise<ModelArts>;
  /** `enterpriseProject` is empty for the default one. */
  hss(region: string, enterpriseProject: string): Promise<Hss>;
}
