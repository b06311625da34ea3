import type {People} from '../access/people.ts'
import {grantsOf, roleTitle} from '../access/roles.ts'
import type {Feature, LakeContext, LakeRequest, LakeResponse} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {rolesOf} from './users-feature.ts'

const CREATED = '2026-01-01T00:00:00.000Z'

/** What the Studio and the client ask about the project: its people, datasets and who may do what. */
export function createProjectFeature(context: LakeContext, people: People): Feature {
  const ownProject = ({params}: LakeRequest): void => {
    if (params.projectId !== context.projectId)
      throw httpError(404, `Project "${params.projectId}" not found`)
  }

  const project = (identity: LakeRequest['identity']) => ({
    id: context.projectId,
    displayName: context.projectId,
    studioHost: null,
    organizationId: null,
    isBlocked: false,
    isDisabled: false,
    isDisabledByUser: false,
    createdAt: CREATED,
    updatedAt: CREATED,
    metadata: {},
    features: [],
    maxRetentionDays: 0,
    members: people.all().map((person) => ({
      id: person.id,
      createdAt: CREATED,
      updatedAt: CREATED,
      isCurrentUser: person.id === identity?.id,
      isRobot: false,
      ...rolesOf(person),
    })),
  })

  const withProject =
    (handle: (request: LakeRequest) => LakeResponse) =>
    (request: LakeRequest): LakeResponse => {
      ownProject(request)
      return handle(request)
    }

  const roles = () => ({
    body: (['administrator', 'editor', 'viewer'] as const).map((name) => ({
      name,
      title: roleTitle(name),
      description: '',
      isRootRole: true,
      isCustom: false,
      appliesToUsers: true,
      appliesToRobots: true,
      grants: {},
    })),
  })

  const acl = ({identity}: LakeRequest): LakeResponse => ({body: identity ? grantsOf(identity.role) : []})

  return {
    routes: [
      {
        method: 'GET',
        pattern: '/projects',
        access: 'viewer',
        handle: ({identity}) => ({body: [project(identity)]}),
      },
      {
        method: 'GET',
        pattern: '/projects/:projectId',
        access: 'viewer',
        handle: withProject(({identity}) => ({body: project(identity)})),
      },
      {
        method: 'GET',
        pattern: '/projects/:projectId/datasets/:dataset/acl',
        access: 'viewer',
        handle: withProject(acl),
      },
      {
        method: 'GET',
        pattern: '/projects/:projectId/grants',
        access: 'viewer',
        handle: withProject(() => ({body: {}})),
      },
      {method: 'GET', pattern: '/projects/:projectId/roles', access: 'viewer', handle: withProject(roles)},
      {
        method: 'GET',
        pattern: '/projects/:projectId/user-applications',
        access: 'viewer',
        handle: withProject(() => ({body: []})),
      },
    ],
  }
}
