import { defineConfig } from 'vitest/config'

// `npm run test:proof`: the faults at full count; what comes of each is kept in docs/proof-measured.md.
export default defineConfig({
  test: {
    include: ['kill-points', 'nodes', 'database-stops', 'in-doubt', 'clocks', 'zones', 'channels'].map(
      name => `test/long/${name}.test.ts`,
    ),
    globalSetup: ['test/cluster.ts'],
    env: { FIRELINE_PROOF: 'keep' },
    maxWorkers: 1,
    testTimeout: 60 * 60_000,
    hookTimeout: 60_000,
  },
})
