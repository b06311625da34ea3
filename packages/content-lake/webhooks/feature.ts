import {join} from 'node:path'
import type {Dataset, Feature, LakeContext} from '../contracts.ts'
import {Deliverer} from './deliverer.ts'
import {DeliveryLog} from './delivery-log.ts'
import {followTransactions} from './follow-transactions.ts'
import {HookRegistry} from './hook-registry.ts'
import {messagesOf} from './messages-of.ts'
import {webhookRoutes} from './routes.ts'

/**
 * Signed webhooks. Commits do not wait for them: each dataset's transactions are followed at their own pace, and the place
 * reached is on disk together with what it gave rise to, so that a crash loses nothing and repeats at most a delivery.
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
    deliverer.enqueue(log.owed())
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
