/** GitHub deployments, as far as a promotion makes them: one a target region. */

export interface DeploymentFacts {
  /** The name of the environment; GitHub makes it when there is none. */
  readonly environment: string;
  /** Any text: it is made one line of what GitHub takes. */
  readonly description: string;
  /** What is deployed, for those who read the deployment by program. */
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Deployments {
  /** Opens a deployment in progress. Gives undefined where GitHub refuses: that is a warning, and never more. */
  open(facts: DeploymentFacts): Promise<OpenDeployment | undefined>;
}

export interface OpenDeployment {
  /** Ends it in `success` or `failure`. What GitHub refuses is a warning. */
  close(end: { readonly good: boolean; readonly description: string }): Promise<void>;
}
