import { defineConfig } from 'vitest/config'

// What takes minutes: kill harnesses, corpora, soak. Not part of `npm test`.
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    globalSetup: ['test/cluster.ts'],
    // What is measured here is measured alone.
    maxWorkers: 1,
    testTimeout: 30 * 60_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
  },
})
