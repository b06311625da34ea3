import {RestartableLake} from '@local/content-lake/testing'
import {
  type DeskAnswer,
  type DeskCall,
  type DeskQuestion,
  deskError,
  readDeskAnswer,
} from '#lib/format/desk.ts'
import {answerDesk, callerFinder, type DeskParts} from '#lib/owner/answer.ts'
import {openShop, type Shop, SITE_URL} from './shop.ts'

/** A shop with the desk of its owner, and a lake whose people have roles. */
export type DeskShop = {
  shop: Shop
  lake: RestartableLake
  parts: DeskParts
  /** Asks as the administrator, from a page of the site, and reads the answer. Throws when there is none. */
  ask<Call extends DeskCall>(call: Call, question: DeskQuestion<Call>): Promise<DeskAnswer<Call>>
  /** The same, for what is not done: the status and the code. */
  refusal<Call extends DeskCall>(call: Call, question: DeskQuestion<Call>): Promise<string>
  /** A bare request. */
  send(call: string, options?: Sent): Promise<Response>
  close(): Promise<void>
}

export type Sent = {
  token?: string | undefined
  body?: string
  headers?: Record<string, string>
  query?: string
  parts?: Partial<DeskParts>
}

/** Opens a shop with a desk. The clock of what is kept of Sanity's answers can be put forward. */
export async function openDesk(now?: () => number): Promise<DeskShop> {
  const [shop, lake] = await Promise.all([openShop(), RestartableLake.start()])
  const parts: DeskParts = {
    commerce: () => shop.commerce,
    findCaller: callerFinder({projectId: 'local', dataset: 'production', apiHost: lake.url}, now),
    services: async () => ({lake: 'up', mail: 'down'}),
  }
  const send: DeskShop['send'] = (call, {token, body = '{}', headers = {}, query = '', parts: other} = {}) =>
    answerDesk(
      {...parts, ...other},
      call,
      new Request(`${SITE_URL}/api/owner/${call}${query}`, {
        method: 'POST',
        headers: {
          origin: SITE_URL,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/json',
          ...(token && {authorization: `Bearer ${token}`}),
          ...headers,
        },
        body,
      }),
    )
  const asAdministrator = (call: DeskCall, question: object) =>
    send(call, {token: lake.person('administrator').token, body: JSON.stringify(question)})
  return {
    shop,
    lake,
    parts,
    send,
    async ask(call, question) {
      const response = await asAdministrator(call, question)
      const json: unknown = await response.json()
      if (!response.ok) throw new Error(JSON.stringify(json))
      return readDeskAnswer(call, json)
    },
    async refusal(call, question) {
      const response = await asAdministrator(call, question)
      return `${response.status} ${deskError.parse(await response.json()).error.code}`
    },
    async close() {
      await Promise.all([shop.close(), lake.remove()])
    },
  }
}
