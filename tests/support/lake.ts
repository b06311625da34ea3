import {DATASET, PROJECT_ID, RestartableLake} from '@local/content-lake/testing'
import type {SanityClient} from '@sanity/client'

/** A lake of a test's own, with nothing in it. */
export type TestLake = {
  url: string
  projectId: string
  dataset: string
  /** The token of the person with a role. */
  token(role: 'administrator' | 'editor' | 'viewer'): string
  /** A client that writes as an editor and sees drafts and published documents alike. */
  client: SanityClient
  /** The variables with which commands find this lake and may write. */
  env: Record<string, string>
  close(): Promise<void>
}

/** Starts a lake on a free port, on data that is thrown away when it closes. */
export async function startTestLake(): Promise<TestLake> {
  const lake = await RestartableLake.start()
  const token: TestLake['token'] = (role) => lake.person(role).token
  return {
    url: lake.url,
    projectId: PROJECT_ID,
    dataset: DATASET,
    token,
    client: lake.client('editor', {perspective: 'raw'}),
    env: {
      SANITY_PROJECT_ID: PROJECT_ID,
      SANITY_DATASET: DATASET,
      SANITY_API_HOST: lake.url,
      SANITY_WRITE_TOKEN: token('editor'),
    },
    close: () => lake.remove(),
  }
}
