import {mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {findTakenPort} from '@local/supervisor'
import {startLocalServices} from '#scripts/stack/local-services.ts'
import type {Addresses} from './addresses.ts'
import {prepareContent} from './content.ts'
import {holdLock} from './lock.ts'
import {build, needsBuild, startSite} from './next.ts'
import type {Places} from './places.ts'
import {planPorts} from './ports.ts'
import {prepareStripe} from './prepare-stripe.ts'
import type {Progress} from './progress.ts'
import {commandEnv, keepSecret, siteEnv} from './site-env.ts'
import {writeAddresses} from './write-addresses.ts'

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
 * @throws PortTakenError, AlreadyRunningError, or an Error that says which part did not start and why. Whatever was
 *   started before is ended first.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const {places, basePort, mode, progress, signal} = options
  const ports = planPorts(basePort)
  const siteUrl = `http://localhost:${ports.site}`
  const endings: (() => unknown)[] = [await holdLock(places.lock, siteUrl)]
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end()
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
    endings.push(services.stop)

    const stripeWebhook = await progress.step('Preparing the local Stripe account', (say) =>
      prepareStripe(services.stripe, siteUrl, join(places.data, 'stripe-webhook.json'), say),
    )
    const env = siteEnv(siteUrl, services, {
      contentWebhook: keepSecret(join(places.data, 'webhook-secret')),
      stripeWebhook,
      serviceData: keepSecret(join(places.data, 'service-data-key')),
    })
    const {lake, stripe, mail, postgres} = services
    const site = {url: siteUrl}
    const addresses = {site, studio: {url: `${siteUrl}/studio`}, lake, stripe, mail, postgres}
    const commands = commandEnv(env, lake)
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
      endings.push(running.stop)
    }
    return {addresses, env, stop}
  } catch (error) {
    await stop()
    throw error
  }
}

/** A port of the set belongs to another program. */
export class PortTakenError extends Error {
  constructor(port: number, command: 'demo' | 'dev') {
    super(
      `Port ${port} is taken by another program.\n` +
        `End that program, or move the whole set to other ports, for example: npm run ${command} -- --port 4000`,
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
