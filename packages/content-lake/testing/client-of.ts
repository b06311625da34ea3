import {type ClientConfig, createClient, type SanityClient} from '@sanity/client'
import type {RoleName} from '../contracts.ts'
import type {RunningLake} from './running-lake.ts'

/** The real client of a running lake, signed in as the person with a role, or as nobody. */
export async function clientOf(
  lake: RunningLake,
  role: RoleName | 'anonymous',
  config: ClientConfig = {},
): Promise<SanityClient> {
  return createClient({
    projectId: 'local',
    dataset: 'production',
    apiVersion: '2026-01-01',
    apiHost: lake.url,
    useProjectHostname: false,
    useCdn: false,
    ...(role !== 'anonymous' && {token: await lake.tokenOf(role)}),
    ...config,
  })
}
