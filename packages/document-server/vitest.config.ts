import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    maxWorkers: 2,
    // They start real servers; a machine with two cores may be slow to do so.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
