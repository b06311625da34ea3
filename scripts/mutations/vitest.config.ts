import {join} from 'node:path'
import {defineConfig} from 'vitest/config'
import {MUTATIONS} from './mutations.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** The mutation that a run is about, by its number. No file is changed: the test reads the broken one. */
const mutation = MUTATIONS[Number(process.env.MUTATION)]

export default defineConfig({
  root: ROOT,
  plugins: [
    {
      name: 'mutation',
      enforce: 'pre',
      transform(code, id) {
        if (!mutation || id.split('?')[0] !== join(ROOT, mutation.file)) return undefined
        if (!code.includes(mutation.search)) throw new Error(`${mutation.file} has no ${mutation.search}`)
        return code.replaceAll(mutation.search, mutation.replacement)
      },
    },
  ],
  test: {include: ['**/*.test.{ts,tsx}'], testTimeout: 60_000, hookTimeout: 240_000},
})
