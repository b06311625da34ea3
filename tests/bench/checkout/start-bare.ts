import {join} from 'node:path'
import {findFreePorts, runTask, startService} from '@local/supervisor'
import {placeBareApp} from '../support/bare-app.ts'
import type {Bench} from '../support/bench-stack.ts'

/**
 * Builds and starts the bare handler: a Next application of its own, with nothing in it but the same row and the same
 * question to Stripe.
 *
 * @param price the id of the price that it sells at
 */
export async function startBare({stack, places, signal}: Bench, price: string) {
  const app = placeBareApp({places}, join(import.meta.dirname, 'bare'), 'bare-checkout')
  const next = join(places.root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const {NEXT_DIST_DIR: _, ...inherited} = process.env
  const env = {...inherited, ...stack.env, ...app.env, PRICE: price}
  await runTask({args: [next, 'build'], cwd: app.folder, env}, {signal})
  const port = await findFreePorts(1)
  const service = await startService(
    {
      name: 'Bare handler',
      args: [next, 'start', '--port', String(port), '--hostname', '127.0.0.1'],
      cwd: app.folder,
      env,
      health: `http://127.0.0.1:${port}/`,
      logFile: join(places.logs, 'bare.log'),
    },
    {signal},
  )
  return {url: `http://127.0.0.1:${port}`, stop: () => service.stop()}
}
