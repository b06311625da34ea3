import {join} from 'node:path'
import type {Dataset, Feature, LakeContext, LakeRequest, Route} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {Deliverer} from './delivery.ts'
import {DeliveryLog, type Tracked} from './delivery-log.ts'
import {HookRegistry} from './hooks.ts'
import {type Attempt, followTransactions, type Message, messagesOf} from './messages.ts'

/**
 * Signed webhooks. Commits do not wait for them: the transactions of each dataset are read in order, and the last one read is
 * recorded on disk together with its messages, so that a crash loses no message and repeats at most one delivery of each.
 */
export function createWebhooksFeature(context: LakeContext): Feature {
  const directory = join(context.dataDir, 'webhooks')
  const hooks = new HookRegistry(join(directory, 'hooks.json'), context.projectId)
  const closing = new AbortController()
  const following: Promise<void>[] = []
  const report = (message: string) => (error: unknown) =>
    context.log('error', message, {error: String(error)})

  const open = async () => {
    const log = await DeliveryLog.open(
      join(directory, 'deliveries.log'),
      (id) => hooks.find(id) !== undefined,
    )
    const deliverer = new Deliverer(log, hooks, report('a webhook could not be delivered'))
    deliverer.enqueue(log.pending())
    return {log, deliverer}
  }
  const opening = open()
  opening.catch(report('the log of deliveries cannot be opened: webhooks are off'))

  const follow = async (dataset: Dataset) => {
    const {log, deliverer} = await opening
    const from = hooks.all().length > 0 ? {cursor: log.cursor(dataset.name)} : 'now'
    const end = AbortSignal.any([closing.signal, dataset.gone])
    for await (const transaction of followTransactions(dataset, from, end)) {
      const engine = context.engine(dataset)
      const messages = await messagesOf(hooks.all(), {
        dataset: dataset.name,
        transaction,
        engine,
        log: context.log,
      })
      if (messages.length === 0) continue
      await log.queue(dataset.name, transaction.id, messages)
      deliverer.enqueue(messages)
    }
  }
  context.onDataset((dataset) => {
    following.push(follow(dataset).catch(report(`webhooks of "${dataset.name}" have stopped`)))
  })

  return {
    routes: webhookRoutes({context, hooks, log: opening.then(({log}) => log)}),
    close: async () => {
      closing.abort()
      const {log, deliverer} = await opening
      await Promise.all(following)
      await deliverer.close()
      await log.close()
    },
  }
}

type Parts = {context: LakeContext; hooks: HookRegistry; log: Promise<DeliveryLog>}

/**
 * `/hooks/projects/:project`: webhooks, their messages, and the attempts to deliver them.
 *
 * @see https://www.sanity.io/docs/http-reference/webhooks
 */
function webhookRoutes({context, hooks, log}: Parts): Route[] {
  const route = (
    method: Route['method'],
    path: string,
    answer: (request: LakeRequest) => unknown,
  ): Route => ({
    method,
    pattern: `/hooks/projects/:project${path}`,
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
