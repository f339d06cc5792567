import { defineConfig } from 'vitest/config'

// `npm run pictures`: every state of every screen, into docs/pictures.
export default defineConfig({
  test: {
    include: ['test/pictures/pictures.run.ts'],
    globalSetup: ['test/cluster.ts'],
    testTimeout: 20 * 60_000,
    hookTimeout: 60_000,
  },
})
