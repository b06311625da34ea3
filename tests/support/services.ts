import {dirname, join} from 'node:path'
import {createClient, type SanityClient} from '@sanity/client'
import {type Addresses, readAddresses} from '#scripts/stack/layout.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** The addresses and tokens of the stack that the tests run against. */
export function services(): Addresses {
  return readAddresses(servicesFile())
}

/** The folder of the stack's data and logs. */
export const stackFolder = () => dirname(servicesFile())

/** The folder of the build that the stack serves, relative to the project's. */
export const stackBuild = () => process.env.STACK_BUILD ?? `.next-test-${worker()}`

/** The one that `STACK_SERVICES` names, else that of this worker of Playwright's. */
function servicesFile(): string {
  return process.env.STACK_SERVICES ?? join(ROOT, '.local', 'test', worker(), 'services.json')
}

/** @see https://playwright.dev/docs/test-parallel#worker-index-and-parallel-index */
function worker(): string {
  const index = process.env.TEST_PARALLEL_INDEX
  if (index === undefined)
    throw new Error('No stack runs. Start these tests with: npm test -- --only journeys')
  return index
}

/** A client of the stack's content with an editor's rights, which sees drafts and published documents alike. */
export function contentClient(): SanityClient {
  const {url, projectId, dataset, editorToken} = services().lake
  return createClient({
    projectId,
    dataset,
    apiHost: url,
    useProjectHostname: false,
    apiVersion: '2026-01-01',
    token: editorToken,
    useCdn: false,
    perspective: 'raw',
  })
}
