import type {CurrentUser} from 'sanity'

type Person = Pick<CurrentUser, 'roles'> | null | undefined

/** Whether a person may do everything. */
export function isAdministrator(person: Person): boolean {
  return Boolean(person?.roles.some(({name}) => name === 'administrator'))
}

/** Whether a person may only read. A role that this site does not know may write as far as Sanity lets it. */
export function isViewer(person: Person): boolean {
  return Boolean(person && person.roles.length > 0 && person.roles.every(({name}) => name === 'viewer'))
}
