/** Actions of others in recipes and rehearse.yml, each at one commit. A test compares them with those of the other workflows. */
export const ACTIONS = {
  checkout: { uses: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1', tag: 'v7.0.1' },
  upload: { uses: 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f', tag: 'v7.0.0' },
  download: { uses: 'actions/download-artifact@70fc10c6e5e1ce46ad2ea6f2b72d43f7d47b13c3', tag: 'v8.0.0' },
} as const;
