import type {People, Person} from '../access/people.ts'
import {roleTitle} from '../access/roles.ts'
import type {Feature, LakeRequest, LakeResponse} from '../contracts.ts'
import {httpError} from '../errors.ts'

export function createUsersFeature(people: People): Feature {
  const me = ({identity}: LakeRequest): LakeResponse => {
    const person = identity && people.withId(identity.id)
    return {body: person ? currentUser(person) : {}}
  }

  /** One id is answered with an object, several with an array. */
  const byIds = ({params}: LakeRequest): LakeResponse => {
    const ids = (params.ids ?? '').split(',')
    const profiles = ids.flatMap((id) => people.withId(id) ?? []).map(profile)
    if (ids.length > 1) return {body: profiles}
    if (profiles.length === 0) throw httpError(404, 'User not found')
    return {body: profiles[0]}
  }

  return {
    routes: [
      {method: 'GET', pattern: '/users/me', access: 'anyone', handle: me},
      {method: 'GET', pattern: '/users/:ids', access: 'viewer', handle: byIds},
    ],
  }
}

/** The role of a person in the two forms in which the hosted API gives it. */
export function rolesOf({role}: Person) {
  return {role, roles: [{name: role, title: roleTitle(role), description: ''}]}
}

function currentUser(person: Person) {
  const {id, name, email} = person
  return {id, name, email, profileImage: '', provider: 'local', ...rolesOf(person)}
}

function profile({id, name, email}: Person) {
  const [givenName = name, familyName = ''] = name.split(' ')
  return {
    id,
    sanityUserId: id,
    displayName: name,
    givenName,
    familyName,
    email,
    imageUrl: null,
    provider: 'local',
  }
}
