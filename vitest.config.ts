import { defineConfig } from 'vitest/config'

// Files run two at a time: the suite is made for two cores, and each file has a database of its own.
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'checks/**/*.test.ts'],
    exclude: ['test/long/**'],
    globalSetup: ['test/cluster.ts'],
    maxWorkers: 2,
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
