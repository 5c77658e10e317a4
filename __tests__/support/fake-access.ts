/** The way to the cloud for steps that do not ask about it. */
import type { Access } from '../../src/access.ts';

const unused = (): never => {
  throw new Error('not part of this test');
};

/** Throws whatever it is asked. */
export const NO_ACCESS: Access = {
  signInEndpoints: unused,
  describeEndpoint: unused,
  probe: unused,
  signIns: unused,
  givenProject: unused,
  findProject: unused,
};
