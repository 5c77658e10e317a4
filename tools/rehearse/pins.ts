/** Actions of others in rehearse.yml, each at one commit. A test compares them with those of the other workflows. */
export const ACTIONS = {
  checkout: { uses: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1', tag: 'v7.0.1' },
} as const;
