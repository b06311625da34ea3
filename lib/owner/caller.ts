import {createHash} from 'node:crypto'
import {ClientError, createClient} from '@sanity/client'
import {z} from 'zod'

/** The Sanity project whose administrators are the owner. */
export type SanityProject = {
  projectId: string
  dataset: string
  /** The API's address without the project; Sanity's own when left out. */
  apiHost?: string | undefined
}

/** A person who signed in to the Studio as an administrator of the project. */
export type Owner = {
  /** As the audit log names them: `studio:` and their id at Sanity. */
  actor: string
}

/**
 * Why a token is not taken. `unknown-token`: it is none of Sanity's, or is no longer valid. `not-an-administrator`: it is of a
 * person with another role, of another project, or of no person at all. `unreachable`: Sanity could not say.
 */
export type Refusal = 'unknown-token' | 'not-an-administrator' | 'unreachable'

export type CallerResult = {ok: true; owner: Owner} | {ok: false; reason: Refusal}

export type FindCaller = (token: string) => Promise<CallerResult>

const API_VERSION = '2021-06-07'
const TIMEOUT_MS = 5_000
/** How long an answer of Sanity's holds, counted from the question. A role that is taken away has no effect here any more after it. */
const HOLDS_MS = 30_000
const MAX_KEPT = 500

const me = z.object({id: z.string().min(1)})
const project = z.object({
  id: z.string(),
  members: z.array(
    z.object({
      id: z.string(),
      isRobot: z.boolean().optional(),
      roles: z.array(z.object({name: z.string()})).default([]),
    }),
  ),
})

/**
 * Makes what finds out whose token it is, from Sanity itself: who it belongs to, and which role the project gives them. An answer is
 * kept for half a minute under the token's hash; that Sanity was away is not kept.
 *
 * @see https://www.sanity.io/docs/http-reference/projects
 */
export function callerFinder(sanity: SanityProject, now: () => number = Date.now): FindCaller {
  const kept = new Map<string, {until: number; result: Promise<CallerResult>}>()
  return async (token) => {
    const key = createHash('sha256').update(token, 'utf8').digest('base64')
    const known = kept.get(key)
    if (known && known.until > now()) return known.result
    const result = askSanity(sanity, token)
    kept.delete(key)
    kept.set(key, {until: now() + HOLDS_MS, result})
    // A map keeps the order of its entries: the first one is the oldest.
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_KEPT) break
      kept.delete(oldest)
    }
    const found = await result
    if (!found.ok && found.reason === 'unreachable' && kept.get(key)?.result === result) kept.delete(key)
    return found
  }
}

async function askSanity({projectId, dataset, apiHost}: SanityProject, token: string): Promise<CallerResult> {
  const client = createClient({
    projectId,
    dataset,
    apiVersion: API_VERSION,
    token,
    useCdn: false,
    maxRetries: 0,
    timeout: TIMEOUT_MS,
    ...(apiHost === undefined ? {} : {apiHost, useProjectHostname: false}),
  })
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const [user, place] = await Promise.all([
      client.request({url: '/users/me', signal}),
      client.request({url: `/projects/${projectId}`, signal}),
    ])
    const {id} = me.parse(user)
    const {id: answeredFor, members} = project.parse(place)
    const member = members.find((candidate) => candidate.id === id)
    const isAdministrator = member?.roles.some(({name}) => name === 'administrator') ?? false
    return answeredFor === projectId && isAdministrator && !member?.isRobot
      ? {ok: true, owner: {actor: `studio:${id}`}}
      : {ok: false, reason: 'not-an-administrator'}
  } catch (error) {
    return {ok: false, reason: refusalOf(error)}
  }
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ClientError)) return 'unreachable'
  switch (error.statusCode) {
    case 401:
      return 'unknown-token'
    case 403:
    case 404:
      return 'not-an-administrator'
    default:
      // 429, for example: Sanity did not say whose token it is.
      return 'unreachable'
  }
}
