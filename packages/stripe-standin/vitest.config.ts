import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    maxWorkers: 2,
    // They start real processes, which takes seconds, and much longer on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
