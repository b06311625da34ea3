import {randomBytes, timingSafeEqual} from 'node:crypto'
import {existsSync} from 'node:fs'
import {chmod, readFile} from 'node:fs/promises'
import {z} from 'zod'
import type {Dataset, Identity, RoleName, User} from '../contracts.ts'
import {writeDurably} from '../files.ts'

const Person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(['administrator', 'editor', 'viewer']),
  token: z.string().min(16),
})
const AccessFile = z.object({projectId: z.string(), users: z.array(Person).min(1)})

export type Person = z.infer<typeof Person>

/** The people who may use a lake, each with a role and a token. */
export class People {
  readonly #people: Person[]

  constructor(people: Person[]) {
    this.#people = people
  }

  all(): readonly Person[] {
    return this.#people
  }

  /** The user that a bearer token belongs to. The time that it takes does not depend on how much of a token is right. */
  withToken(token: string): User | null {
    const found = this.#people.filter((person) => isSame(person.token, token))[0]
    return found ? toUser(found) : null
  }

  withId(id: string): Person | undefined {
    return this.#people.find((person) => person.id === id)
  }
}

/**
 * Reads the people of a lake from a file that only its owner may read, and makes it with one person for each role when
 * there is none.
 *
 * @throws Error when the file belongs to another project or is malformed.
 */
export async function loadPeople(path: string, projectId: string): Promise<People> {
  if (!existsSync(path)) {
    const users = (['administrator', 'editor', 'viewer'] as const).map(newPerson)
    await writeDurably(path, `${JSON.stringify({projectId, users}, null, 2)}\n`, 0o600)
  }
  await chmod(path, 0o600)
  const access = AccessFile.parse(JSON.parse(await readFile(path, 'utf8')))
  if (access.projectId !== projectId)
    throw new Error(`${path} belongs to project "${access.projectId}", not "${projectId}"`)
  return new People(access.users)
}

function newPerson(role: RoleName): Person {
  const title = role.charAt(0).toUpperCase() + role.slice(1)
  const id = `p${randomBytes(6).toString('hex')}`
  const token = `sk${randomBytes(48).toString('base64url')}`
  return {id, name: `Local ${title}`, email: `${role}@localhost`, role, token}
}

function toUser({id, name, email, role}: Person): User {
  return {id, name, email, role}
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

type Grant = {filter: string; permissions: string[]}

const RANKS: Record<RoleName, number> = {viewer: 1, editor: 2, administrator: 3}
const READING = ['read', 'history']
const WRITING = [...READING, 'create', 'update']

export function canWrite(identity: Identity): boolean {
  return identity !== null && hasRole(identity.role, 'editor')
}

/** Whether a role may do what at least `required` may. */
export function hasRole(role: RoleName, required: RoleName): boolean {
  return RANKS[role] >= RANKS[required]
}

/** What a role may do with documents, in the form in which the Studio asks for it. */
export function grantsOf(role: RoleName): Grant[] {
  return [{filter: '_id in path("**")', permissions: hasRole(role, 'editor') ? WRITING : READING}]
}

export function roleTitle(role: RoleName): string {
  return role.charAt(0).toUpperCase() + role.slice(1)
}

/**
 * Whether a caller may read a document. Anonymous callers read nothing of a private dataset, and of a public one no document
 * with a dot in its id: no drafts, no versions, and nothing under a path.
 *
 * As with the hosted API, they are not refused: what they may not read does not exist for them. Only assets of a private
 * dataset are delivered to everyone who knows their address.
 *
 * @see https://www.sanity.io/docs/content-lake/ids
 * @see https://www.sanity.io/docs/content-lake/keeping-your-data-safe
 */
export function mayRead(dataset: Dataset, documentId: string, identity: Identity): boolean {
  if (identity) return true
  return !dataset.isPrivate && !documentId.includes('.')
}
