import {randomBytes, timingSafeEqual} from 'node:crypto'
import {existsSync} from 'node:fs'
import {chmod, readFile} from 'node:fs/promises'
import {z} from 'zod'
import type {RoleName, User} from '../contracts.ts'
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

/** Who may use the lake. */
export class People {
  readonly #people: Person[]

  constructor(people: Person[]) {
    this.#people = people
  }

  all(): readonly Person[] {
    return this.#people
  }

  /** The user that a bearer token belongs to. Takes as long for a nearly right token as for a wrong one. */
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
