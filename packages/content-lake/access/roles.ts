import type {Identity, RoleName} from '../contracts.ts'

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
