import {mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {findTakenPort} from '@local/supervisor'
import {type Addresses, type Places, planPorts, writeAddresses} from './layout.ts'
import {startLocalServices} from './local-services.ts'
import {holdLock} from './lock.ts'
import {build, needsBuild, startSite} from './next.ts'
import {commandEnv, keepSecret, prepareContent, prepareStripe, siteEnv} from './prepare.ts'
import type {Progress} from './progress.ts'

export type StackOptions = {
  places: Places
  /** The site's port; the services follow it. */
  basePort: number
  /** `start` serves a production build, which is made when something changed; `dev` compiles as pages are asked for. */
  mode: 'start' | 'dev'
  /** Off to prepare everything that a site needs, and start none. */
  withSite?: boolean
  /** Throws away the content and the build first. */
  fresh?: boolean
  progress: Progress
  /** Ends the start wherever it is. */
  signal: AbortSignal
}

export type Stack = {
  addresses: Addresses
  /** The variables that the site runs with. */
  env: Record<string, string>
  /** Ends the site and every service. */
  stop(): Promise<void>
}

/**
 * Starts the local services, brings the content in, builds when that is needed, and starts the site.
 *
 * @throws PortTakenError, AlreadyRunningError, or an Error that says which part did not start and why. What was
 *   started before is ended first.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const {places, basePort, mode, progress, signal} = options
  const ports = planPorts(basePort)
  const siteUrl = `http://localhost:${ports.site}`
  const stops: (() => unknown)[] = [await holdLock(places.lock, siteUrl)]
  const stop = async () => {
    for (const stopOne of stops.splice(0).reverse()) await stopOne()
  }
  try {
    await refuseTakenPort(Object.values(ports), mode)
    if (options.fresh) for (const path of [places.data, join(places.root, places.build)]) remove(path)
    mkdirSync(places.data, {recursive: true, mode: 0o700})

    const onTrouble = (sentence: string) => progress.say(`  ! ${sentence}`)
    const services = await progress.step('Starting the local services', () =>
      startLocalServices({
        root: places.root,
        ports,
        dataDir: places.data,
        logDir: places.logs,
        signal,
        onTrouble,
      }),
    )
    stops.push(services.stop)

    const shop = await progress.step('Preparing the local Stripe account', (say) =>
      prepareStripe(services.stripe, siteUrl, join(places.data, 'stripe-webhook.json'), say),
    )
    const env = siteEnv(siteUrl, services, {
      contentWebhook: keepSecret(join(places.data, 'webhook-secret')),
      stripeWebhook: shop.webhookSecret,
      stripeKey: shop.siteKey,
      serviceData: keepSecret(join(places.data, 'service-data-key')),
    })
    const {lake, stripe, mail, postgres} = services
    const site = {url: siteUrl}
    const addresses = {site, studio: {url: `${siteUrl}/studio`}, lake, stripe, mail, postgres}
    const commands = commandEnv(env, services)
    writeAddresses(places, addresses, commands)

    const siteOptions = {places, env, signal, onTrouble}
    await progress.step('Bringing the content in', (say) =>
      prepareContent({places, env: commands, signal}, say),
    )
    if (mode === 'start' && needsBuild(siteOptions)) {
      await progress.step('Building the site (one to two minutes, only when something changed)', (say) =>
        build(siteOptions, say),
      )
    }
    if (options.withSite ?? true) {
      const running = await progress.step('Starting the site', () => startSite(mode, ports.site, siteOptions))
      stops.push(running.stop)
    }
    return {addresses, env, stop}
  } catch (error) {
    await stop()
    throw error
  }
}

/** A port of the stack is taken by another program. */
export class PortTakenError extends Error {
  constructor(port: number, command: 'demo' | 'dev') {
    super(
      `Port ${port} is taken by another program.\n` +
        `End that program, or move the whole stack to other ports, for example: npm run ${command} -- --port 4000`,
    )
  }
}

async function refuseTakenPort(ports: number[], mode: StackOptions['mode']): Promise<void> {
  const taken = await findTakenPort(ports)
  if (taken !== undefined) throw new PortTakenError(taken, mode === 'dev' ? 'dev' : 'demo')
}

function remove(path: string): void {
  rmSync(path, {recursive: true, force: true})
}
