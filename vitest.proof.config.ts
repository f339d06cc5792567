import { defineConfig } from 'vitest/config'

// `npm run test:proof`: the faults within the hour, or with `--full` at full count, overnight; what comes of each is kept in
// docs/proof-measured.md.
const isFull = process.env['FIRELINE_PROOF'] === 'full'

export default defineConfig({
  test: {
    include: [
      'kill-points',
      'nodes',
      'database-stops',
      'in-doubt',
      'clocks',
      'zones',
      'channels',
      'hand-overs',
      'gate-killed',
    ].map(name => `test/long/${name}.test.ts`),
    globalSetup: ['test/cluster.ts'],
    env: { FIRELINE_PROOF: isFull ? 'full' : 'keep' },
    maxWorkers: 1,
    testTimeout: (isFull ? 12 : 1) * 3_600_000,
    hookTimeout: 60_000,
  },
})
