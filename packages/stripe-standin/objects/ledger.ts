import type {Account} from '../account.ts'
import {resourceMissing} from '../errors.ts'
import {newId} from '../ids.ts'
import {assertObject, blank} from '../schema/check.ts'
import {schemaFile} from '../schema/schema.ts'
import type {Deleted, EventType, Objects, Wire} from '../schema/types.ts'
import type {Store, StoredRow} from '../store.ts'

/** Why something happens: the API call behind it, or neither when a buyer or time is behind it. */
export type Cause = {requestId: string | null; idempotencyKey: string | null}

export const NO_REQUEST: Cause = {requestId: null, idempotencyKey: null}

export type LedgerOptions = {
  store: Store
  account: Account
  baseUrl: string
  webhookHosts: readonly string[]
  livemode: boolean
  cause: Cause
}

/**
 * One mode (test or live) of the account, as one transaction sees it. Every object that is written is checked against
 * the SDK's shape first, and every event is queued for its endpoints in the same transaction.
 */
export class Ledger {
  readonly livemode: boolean
  readonly account: Account
  /** The address that pages of this stand-in are under. */
  readonly baseUrl: string
  /** The hosts beside this machine that webhooks may be sent to. */
  readonly webhookHosts: readonly string[]
  readonly #store: Store
  readonly #cause: Cause

  constructor(options: LedgerOptions) {
    this.livemode = options.livemode
    this.account = options.account
    this.baseUrl = options.baseUrl
    this.webhookHosts = options.webhookHosts
    this.#store = options.store
    this.#cause = options.cause
  }

  /** Seconds since 1970, as Stripe counts time. */
  now(): number {
    return Math.floor(Date.now() / 1000)
  }

  /** Writes a new object: what is not given is null, false, zero or empty. */
  create<Name extends keyof Objects>(
    name: Name,
    fields: Partial<Wire<Name>>,
    internal?: unknown,
  ): Wire<Name> {
    const object = this.compose(name, fields)
    this.#store.objects.insert(name, this.livemode, object, internal)
    return object
  }

  /** An object that is not stored by itself, such as a line of an invoice. */
  compose<Name extends keyof Objects>(name: Name, fields: Partial<Wire<Name>>): Wire<Name> & {id: string} {
    const blanks = blank(name)
    const object: Record<string, unknown> = {
      ...blanks,
      id: newId(name, this.livemode),
      ...('created' in blanks && {created: this.now()}),
      ...('livemode' in blanks && {livemode: this.livemode}),
      ...fields,
    }
    assertObject(name, object)
    return object
  }

  /** Writes changed fields of an object; one set to undefined is taken away. */
  update<Name extends keyof Objects>(
    name: Name,
    object: Wire<Name>,
    changes: Partial<Wire<Name>>,
    internal?: unknown,
  ): Wire<Name> {
    const changed: Record<string, unknown> = {...object, ...changes}
    assertObject(name, changed)
    this.#store.objects.replace(changed, internal)
    return changed
  }

  /** Takes an object away; its id answers as deleted from now on. */
  delete<Name extends keyof Deleted>(name: Name, id: string): {id: string; object: Name; deleted: true} {
    const gone = {id, object: name, deleted: true} as const
    this.#store.objects.remove(gone)
    return gone
  }

  /**
   * @param param the parameter that carried the id, for the error
   * @throws StripeError `resource_missing`
   */
  get<Name extends keyof Objects>(name: Name, id: string, param?: string): Wire<Name> {
    const object = this.find(name, id)
    if (!object) throw resourceMissing(name, id, param)
    return object
  }

  find<Name extends keyof Objects>(name: Name, id: string): Wire<Name> | undefined {
    const row = this.row(id)
    return row && row.name === name && !row.deleted ? this.read(name, row) : undefined
  }

  /** The row behind an id of this mode, deleted or not. */
  row(id: string): StoredRow | undefined {
    const row = this.#store.objects.find(id)
    return row?.livemode === this.livemode ? row : undefined
  }

  read<Name extends keyof Objects>(name: Name, row: StoredRow): Wire<Name> {
    const object = row.body
    assertObject(name, object)
    return object
  }

  *newestFirst<Name extends keyof Objects>(name: Name, before?: number): Generator<Wire<Name>> {
    for (const row of this.#store.objects.newestFirst(name, this.livemode, before)) yield this.read(name, row)
  }

  *oldestFirst<Name extends keyof Objects>(name: Name, after?: number): Generator<Wire<Name>> {
    for (const row of this.#store.objects.oldestFirst(name, this.livemode, after)) yield this.read(name, row)
  }

  /** The open sessions that have expired by now. */
  dueSessions(): Wire<'checkout.session'>[] {
    return this.#store.objects
      .dueSessions(this.livemode, this.now())
      .map((row) => this.read('checkout.session', row))
  }

  /** How many endpoints have not acknowledged an event yet. */
  undelivered(event: string): number {
    return this.#store.deliveries.undelivered(event)
  }

  /** Fails what was still to be sent to an endpoint. */
  failDeliveries(endpoint: string): void {
    this.#store.deliveries.failAll(endpoint)
  }

  /**
   * Records an event with the object as it is now, and queues it for every endpoint of this mode that asks for its type.
   *
   * @param previous the fields that an `*.updated` event changed, with their old values
   */
  emit(type: EventType, object: {object: string}, previous?: Record<string, unknown>): void {
    const endpoints = [...this.oldestFirst('webhook_endpoint')].filter(
      ({status, enabled_events: types}) =>
        status === 'enabled' && (types.includes('*') || types.includes(type)),
    )
    const event = this.create('event', {
      type,
      api_version: schemaFile.apiVersion,
      data: {object, ...(previous && {previous_attributes: previous})},
      pending_webhooks: endpoints.length,
      request: {id: this.#cause.requestId, idempotency_key: this.#cause.idempotencyKey},
    })
    for (const endpoint of endpoints) this.#store.deliveries.add(event, endpoint.id)
  }
}
