import {grantsOf, type People, type Person, roleTitle} from '../access/people.ts'
import type {Feature, LakeContext, LakeRequest, LakeResponse, Route} from '../contracts.ts'
import {httpError} from '../errors.ts'

/** A project of a lake has no date of its own; clients expect one. */
const CREATED_AT = '2026-01-01T00:00:00.000Z'

/** `/projects/…` and `/users/…`: what the Studio and the client ask about the project, its people and their roles. */
export function createProjectFeature(context: LakeContext, people: People): Feature {
  const describeProject = (identity: LakeRequest['identity']) => ({
    id: context.projectId,
    displayName: context.projectId,
    studioHost: null,
    organizationId: null,
    isBlocked: false,
    isDisabled: false,
    isDisabledByUser: false,
    createdAt: CREATED_AT,
    updatedAt: CREATED_AT,
    metadata: {},
    features: [],
    maxRetentionDays: 0,
    members: people.all().map((person) => ({
      id: person.id,
      createdAt: CREATED_AT,
      updatedAt: CREATED_AT,
      isCurrentUser: person.id === identity?.id,
      isRobot: false,
      ...rolesOf(person),
    })),
  })

  const me = ({identity}: LakeRequest): LakeResponse => {
    const person = identity && people.withId(identity.id)
    return {body: person ? describeUser(person) : {}}
  }

  /** One id is answered with an object, several with an array. */
  const usersById = ({params}: LakeRequest): LakeResponse => {
    const ids = (params.ids ?? '').split(',')
    const profiles = ids.flatMap((id) => people.withId(id) ?? []).map(describeProfile)
    if (ids.length > 1) return {body: profiles}
    if (profiles.length === 0) throw httpError(404, 'User not found')
    return {body: profiles[0]}
  }

  /** A route below the project, for signed-in callers. */
  const ofProject = (path: string, answer: (request: LakeRequest) => unknown): Route => ({
    method: 'GET',
    pattern: `/projects/:projectId${path}`,
    access: 'viewer',
    handle: (request) => {
      const {projectId} = request.params
      if (projectId !== context.projectId) throw httpError(404, `Project "${projectId}" not found`)
      return {body: answer(request)}
    },
  })

  return {
    routes: [
      {
        method: 'GET',
        pattern: '/projects',
        access: 'viewer',
        handle: ({identity}) => ({body: [describeProject(identity)]}),
      },
      ofProject('', ({identity}) => describeProject(identity)),
      ofProject('/datasets/:dataset/acl', ({identity}) => (identity ? grantsOf(identity.role) : [])),
      ofProject('/grants', () => ({})),
      ofProject('/roles', () => (['administrator', 'editor', 'viewer'] as const).map(describeRole)),
      ofProject('/user-applications', () => []),
      {method: 'GET', pattern: '/users/me', access: 'anyone', handle: me},
      {method: 'GET', pattern: '/users/:ids', access: 'viewer', handle: usersById},
    ],
  }
}

function describeRole(name: Person['role']) {
  return {
    name,
    title: roleTitle(name),
    description: '',
    isRootRole: true,
    isCustom: false,
    appliesToUsers: true,
    appliesToRobots: true,
    grants: {},
  }
}

/** The role of a person in the two forms in which the hosted API gives it. */
function rolesOf({role}: Person) {
  return {role, roles: [{name: role, title: roleTitle(role), description: ''}]}
}

function describeUser(person: Person) {
  const {id, name, email} = person
  return {id, name, email, profileImage: '', provider: 'local', ...rolesOf(person)}
}

function describeProfile({id, name, email}: Person) {
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
