import {defineConfig} from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{app,components,lib,sanity,server,local,scripts}/**/*.test.{ts,tsx}', 'tests/integration/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.local/**', '.next/**'],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
})
