/** The port to GitHub deployments: a promotion opens one for each target region and closes it. */

/** What is deployed where. */
export interface DeploymentFacts {
  /** The name of the environment. GitHub creates it where there is none. */
  readonly environment: string;
  /** Any text; shortened to one line of 140 characters. */
  readonly description: string;
  /** Details for programs that read the deployment. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Creates deployments. Nothing rejects: what goes wrong is a warning. */
export interface Deployments {
  /** Creates a deployment with the status `in_progress`. Undefined where that failed. */
  open(facts: DeploymentFacts): Promise<OpenDeployment | undefined>;
}

/** A deployment without its final status. */
export interface OpenDeployment {
  /** Sets the final status: `success` where `good`, which means that everything is proved, else `failure`. */
  close(end: { readonly good: boolean; readonly description: string }): Promise<void>;
}
