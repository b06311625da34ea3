import type {LakeContext, LakeRequest, Route} from '../contracts.ts'
import {httpError} from '../errors.ts'
import type {DeliveryLog, Tracked} from './delivery-log.ts'
import type {HookRegistry} from './hook-registry.ts'
import type {Attempt, Message} from './message.ts'

type Parts = {context: LakeContext; hooks: HookRegistry; log: Promise<DeliveryLog>}

const PROJECT = '/hooks/projects/:project'

/**
 * The management of webhooks, and what became of their messages.
 *
 * @see https://www.sanity.io/docs/http-reference/webhooks
 */
export function webhookRoutes({context, hooks, log}: Parts): Route[] {
  const route = (
    method: Route['method'],
    path: string,
    answer: (request: LakeRequest) => unknown,
  ): Route => ({
    method,
    pattern: PROJECT + path,
    access: 'administrator',
    handle: async (request) => {
      if (request.params.project !== context.projectId) throw httpError(404, 'Project not found')
      return {status: method === 'POST' ? 201 : 200, body: await answer(request)}
    },
  })
  const idOf = ({params}: LakeRequest) => params.hook ?? ''

  return [
    route('GET', '', () => hooks.all()),
    route('POST', '', (request) => hooks.create(request.json(), request.identity?.id ?? '')),
    route('GET', '/attempts/:attempt', async ({params}) => {
      const found = (await log).findAttempt(params.attempt ?? '')
      if (!found) throw httpError(404, `Attempt "${params.attempt}" not found`)
      return describeAttempt(context.projectId, found.message, found.attempt)
    }),
    route('GET', '/:hook', (request) => hooks.get(idOf(request))),
    route('PUT', '/:hook', (request) => hooks.update(idOf(request), request.json())),
    route('DELETE', '/:hook', async (request) => {
      await hooks.remove(idOf(request))
      ;(await log).forgetHook(idOf(request))
      return {deleted: true}
    }),
    route('GET', '/:hook/messages', async (request) => {
      const {id} = hooks.get(idOf(request))
      return (await log).ofHook(id).map((tracked) => describeMessage(context.projectId, tracked))
    }),
    route('GET', '/:hook/attempts', async (request) => {
      const {id} = hooks.get(idOf(request))
      return (await log)
        .ofHook(id)
        .flatMap(({message, attempts}) =>
          attempts.map((one) => describeAttempt(context.projectId, message, one)).reverse(),
        )
    }),
  ]
}

function describeMessage(projectId: string, {message, attempts}: Tracked) {
  const last = attempts.at(-1)
  return {
    id: message.id,
    projectId,
    hookId: message.hookId,
    dataset: message.dataset,
    createdAt: message.createdAt,
    updatedAt: last?.updatedAt ?? message.createdAt,
    payload: message.payload,
    status: !last || last.willRetry ? 'queued' : last.isFailure ? 'failure' : 'success',
    resultCode: last?.resultCode ?? null,
    failureCount: attempts.filter(({isFailure}) => isFailure).length,
  }
}

function describeAttempt(projectId: string, {hookId}: Message, attempt: Attempt) {
  return {...attempt, projectId, hookId, inProgress: false}
}
