import {defineConfig} from 'vitest/config'

const ROOMS = '{app,components,lib,sanity,server,local,scripts}'

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${ROOMS}/**/*.test.{ts,tsx}`, 'tests/integration/**/*.test.ts'],
          // Tests start real services; a machine with two cores may be slow to do so.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'long',
          include: ['tests/long/**/*.test.ts'],
          testTimeout: 15 * 60_000,
          hookTimeout: 5 * 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
