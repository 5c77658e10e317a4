/**
 * Stands in for undici where the toolkit of GitHub imports it. The toolkit needs it for the fetch that it gives to
 * octokit; the action gives octokit a fetch of its own (src/runner/github-fetch.ts), so that the real one, most of
 * the bundle, would be read at every start and never used. Whoever uses it nevertheless is told.
 */
'use strict';

const NOT_HERE = 'undici is not part of this bundle: give octokit a fetch (request.fetch)';

/** Made when @actions/github is loaded behind a proxy, for the fetch below. */
class ProxyAgent {
  dispatch() {
    throw new Error(NOT_HERE);
  }
}

function fetch() {
  return Promise.reject(new Error(NOT_HERE));
}

module.exports = { ProxyAgent, fetch };
