import {z} from 'zod'
import {ORDER_STATES, type OrderState} from './purchases.ts'

// What the owner's desk in the Studio asks of the site, and what the site answers. Both sides parse with these shapes. They stand
// here so that the Studio may read them too.

/** Each question has its own path below this one. Everything is a POST: what is asked about a person stands in no address. */
export const DESK_PATH = '/api/owner'

export const MAX_LETTER_CHARACTERS = 10_000
export const MAX_NOTE_CHARACTERS = 4_000
const MAX_SUBJECT_CHARACTERS = 200
const MAX_SEARCH_CHARACTERS = 200

/** Lines of a list that are shown at once. */
export const LINES_A_PAGE = 50

/** ISO date and time. */
const moment = z.iso.datetime()
const count = z.int().min(0)
const state = z.enum(ORDER_STATES)
const orderId = z.string().regex(/^PP(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
const messageId = z.string().regex(/^MSG(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/)

/** An amount in the smallest unit of its currency. */
const money = z.object({amount: z.int(), currency: z.string()})
export type DeskMoney = z.infer<typeof money>

/** What the owner reads for a state. */
export const STATE_WORDS: Readonly<Record<OrderState, string>> = {
  pending: 'Not paid yet',
  paid: 'Paid',
  awaiting_details: 'Waiting for details',
  in_set_up: 'In set-up',
  live: 'Live',
  refunded: 'Refunded',
  cancelled: 'Closed, never paid',
  disputed: 'Disputed',
}

// Waiting for you

/** What waits, the most pressing first. `kind` says where it is done. */
const waitingItem = z.object({
  kind: z.enum(['order', 'message', 'request', 'site']),
  /** Of the order, the message or the mail. */
  id: z.string(),
  title: z.string(),
  detail: z.string(),
  /** When it must be done by; absent when there is no such day. */
  dueAt: moment.optional(),
  since: moment,
  isLate: z.boolean(),
  /** The mail that brought the news, where the news stays until it is put aside. */
  mailId: z.string().optional(),
})
export type WaitingItem = z.infer<typeof waitingItem>

const service = z.object({name: z.string(), isUp: z.boolean()})

// Orders

const orderLine = z.object({
  id: z.string(),
  state,
  planName: z.string(),
  name: z.string(),
  businessName: z.string(),
  email: z.string(),
  paid: money.optional(),
  refunded: money.optional(),
  createdAt: moment,
  paidAt: moment.optional(),
  detailsAt: moment.optional(),
})
export type OrderLine = z.infer<typeof orderLine>

/** By what a list of orders can be sorted. */
export const ORDER_COLUMNS = ['createdAt', 'businessName', 'name', 'state', 'amount'] as const
export type OrderColumn = (typeof ORDER_COLUMNS)[number]

/** One entry of an order's history. */
const orderEvent = z.object({
  at: moment,
  kind: z.enum(['state', 'mail', 'money', 'look', 'letter', 'note']),
  title: z.string(),
  detail: z.string(),
  /** The mail that can be read, or sent again. */
  mailId: z.string().optional(),
  mailStatus: z.enum(['waiting', 'sent', 'dead']).optional(),
})
export type OrderEvent = z.infer<typeof orderEvent>

/** One field of the set-up form; the value of a secret is absent until it is asked for. */
const detail = z.object({
  name: z.string(),
  label: z.string(),
  value: z.string().optional(),
  isSecret: z.boolean(),
})
export type SetupDetail = z.infer<typeof detail>

const shownOrder = z.object({
  id: z.string(),
  version: count,
  state,
  planName: z.string(),
  contact: z.object({name: z.string(), businessName: z.string(), email: z.string(), phone: z.string()}),
  money: z.object({
    paid: money.optional(),
    refunded: money.optional(),
    /** What can be given back at most. */
    left: money.optional(),
    payment: z.string(),
    stripeUrl: z.string().optional(),
  }),
  /** The very texts that the buyer agreed to, each with the page of that version where the site keeps it. */
  agreedTo: z.array(z.object({name: z.string(), words: z.string(), path: z.string().optional()})),
  createdAt: moment,
  paidAt: moment.optional(),
  detailsAt: moment.optional(),
  /** Empty when the client has handed nothing over. */
  details: z.array(z.object({title: z.string(), fields: z.array(detail)})),
  history: z.array(orderEvent),
  /** What can be done with it now. */
  can: z.object({
    advanceTo: state.optional(),
    /** The next step begins without the client's form. */
    needsDetails: z.boolean(),
    backTo: state.optional(),
    refund: z.boolean(),
    sendSetupLink: z.boolean(),
    write: z.boolean(),
  }),
})
export type ShownOrder = z.infer<typeof shownOrder>

// Messages

const messageLine = z.object({
  id: z.string(),
  about: z.string(),
  name: z.string(),
  businessName: z.string(),
  email: z.string(),
  /** The first words of it. */
  excerpt: z.string(),
  createdAt: moment,
  answerBy: moment.optional(),
  isLate: z.boolean(),
  state: z.enum(['open', 'held', 'answered', 'spam']),
})
export type MessageLine = z.infer<typeof messageLine>

const shownMessage = messageLine.extend({
  version: count,
  message: z.string(),
  heldBecause: z.string().optional(),
  /** Orders of the same e-mail address. */
  orderIds: z.array(z.string()),
  answers: z.array(
    z.object({at: moment, body: z.string(), status: z.enum(['waiting', 'sent', 'dead']), mailId: z.string()}),
  ),
})
export type ShownMessage = z.infer<typeof shownMessage>

// Questions and answers

const done = z.object({
  /** What was done, in a sentence for the owner. */
  said: z.string(),
})

const search = z.string().max(MAX_SEARCH_CHARACTERS).default('')
const offset = count.default(0)
const letter = (max: number) => z.string().trim().min(1).max(max)
/** The version that the window shows. When it has moved on meanwhile, nothing is done. */
const ofOrder = z.object({orderId, version: count})
const ofMessage = z.object({messageId, version: count})
/** Chosen by the window, so that a letter that is sent twice is one. */
const letterId = z.uuid()

// What the desk asks and is told about people, data requests and visits.

const address = z.email().max(254)
const requestId = z.string().regex(/^REQ(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
const said = z.object({said: z.string()})

const contact = z.object({
  name: z.string(),
  businessName: z.string(),
  email: z.string(),
  phone: z.string(),
})

const requestLine = z.object({
  id: z.string(),
  /** Absent once the person is erased. */
  email: z.string().optional(),
  about: z.string(),
  state: z.string(),
  receivedAt: moment,
  dueAt: moment,
  isLate: z.boolean(),
  /** Whether it goes on only when the owner does something. */
  needsOwner: z.boolean(),
  /** The numbers of what Stripe must be asked by hand to redact. */
  atStripe: z.array(z.string()),
  words: z.string().optional(),
})
export type RequestLine = z.infer<typeof requestLine>

const hold = z.object({order: z.string(), what: z.string(), why: z.string(), until: z.string()})

const dayOfVisits = z.object({
  /** ISO date, by UTC. */
  day: z.string(),
  views: count,
  prices: count,
  checkout: count,
  toPayment: count,
  paid: count,
})
export type DayOfVisits = z.infer<typeof dayOfVisits>

export const MAX_VISIT_DAYS = 366
export const MAX_REASON_CHARACTERS = 2_000

const PEOPLE_CALLS = {
  'find-person': {
    question: z.object({address}),
    answer: z.object({
      address: z.string(),
      orderIds: z.array(z.string()),
      messageIds: z.array(z.string()),
      contact: contact.optional(),
      erasedAt: moment.optional(),
      /** Everything that is held, as the person would be shown it. */
      tables: z.array(
        z.object({
          title: z.string(),
          note: z.string(),
          head: z.array(z.string()),
          rows: z.array(z.array(z.string())),
        }),
      ),
      /** What a deletion does. */
      erasure: z.object({
        orders: count,
        messages: count,
        setUpForms: count,
        holds: z.array(hold),
        unfinishedOrders: z.array(z.string()),
      }),
    }),
  },
  'correct-person': {
    question: z.object({
      address,
      /** As the window shows it. When it is another meanwhile, nothing is done. */
      shown: contact,
      wanted: z.object({
        name: z.string().max(200).optional(),
        businessName: z.string().max(300).optional(),
        email: z.string().max(300).optional(),
        phone: z.string().max(60).optional(),
      }),
    }),
    answer: said,
  },
  'erase-person': {question: z.object({address}), answer: said},
  'list-requests': {
    question: z.object({all: z.boolean().default(false)}),
    answer: z.object({requests: z.array(requestLine)}),
  },
  'complete-request': {question: z.object({requestId}), answer: said},
  'deny-request': {
    question: z.object({requestId, why: z.string().trim().min(1).max(MAX_REASON_CHARACTERS)}),
    answer: said,
  },
  visits: {
    question: z.object({days: z.int().min(1).max(MAX_VISIT_DAYS)}),
    answer: z.object({
      days: z.array(dayOfVisits),
      /** Of all these days, the most read first. */
      pages: z.array(z.object({path: z.string(), views: count})),
    }),
  },
} as const

/** Everything that can be asked, by its name in the address. */
export const DESK_CALLS = {
  waiting: {
    question: z.object({}),
    answer: z.object({items: z.array(waitingItem), orders: count, messages: count}),
  },
  business: {
    question: z.object({}),
    answer: z.object({
      services: z.array(service),
      /** What is charged now, as Stripe has it. Empty when Stripe cannot say. */
      prices: z.array(z.object({name: z.string(), price: money})),
      /** This calendar month, in UTC. */
      month: z.object({name: z.string(), sales: count, paid: z.array(money), refunded: z.array(money)}),
      stripeUrl: z.string(),
    }),
  },
  'list-orders': {
    question: z.object({
      states: z.array(state).default([]),
      search,
      sortBy: z.enum(ORDER_COLUMNS).default('createdAt'),
      direction: z.enum(['asc', 'desc']).default('desc'),
      offset,
    }),
    answer: z.object({total: count, orders: z.array(orderLine)}),
  },
  'show-order': {question: z.object({orderId}), answer: shownOrder},
  'reveal-secrets': {
    question: z.object({orderId}),
    answer: z.object({secrets: z.record(z.string(), z.string())}),
  },
  'advance-order': {
    question: ofOrder.extend({
      /** Begin the set-up though the client has not sent the form. */
      withoutDetails: z.boolean().default(false),
      tellClient: z.boolean().default(false),
    }),
    answer: done,
  },
  'move-order-back': {question: ofOrder, answer: done},
  'refund-order': {
    question: ofOrder.extend({
      /** In the smallest unit of the currency. Left out: all that remains. */
      amount: count.min(1).optional(),
      /** What the window shows as given back already: the same wish, sent twice, gives back once. */
      refundedBefore: count,
    }),
    answer: done,
  },
  'send-setup-link': {question: z.object({orderId}), answer: done},
  'tell-client': {question: z.object({orderId}), answer: done},
  'write-to-client': {
    question: z.object({
      orderId,
      letterId,
      subject: letter(MAX_SUBJECT_CHARACTERS),
      body: letter(MAX_LETTER_CHARACTERS),
    }),
    answer: done,
  },
  'add-note': {
    question: z.object({orderId, noteId: z.uuid(), body: letter(MAX_NOTE_CHARACTERS)}),
    answer: done,
  },
  'list-messages': {
    question: z.object({show: z.enum(['open', 'answered', 'spam']).default('open'), search, offset}),
    answer: z.object({total: count, messages: z.array(messageLine)}),
  },
  'show-message': {question: z.object({messageId}), answer: shownMessage},
  'answer-message': {
    question: ofMessage.extend({letterId, body: letter(MAX_LETTER_CHARACTERS)}),
    answer: done,
  },
  'mark-message': {question: ofMessage.extend({as: z.enum(['open', 'answered', 'spam'])}), answer: done},
  'read-mail': {
    question: z.object({mailId: z.uuid()}),
    answer: z.object({to: z.string(), subject: z.string(), body: z.string(), sentAt: moment}),
  },
  'retry-mail': {question: z.object({mailId: z.uuid()}), answer: done},
  'dismiss-mail': {question: z.object({mailId: z.uuid()}), answer: done},
  ...PEOPLE_CALLS,
} as const

export type DeskCall = keyof typeof DESK_CALLS
export type DeskQuestion<Call extends DeskCall> = z.input<(typeof DESK_CALLS)[Call]['question']>
export type DeskAnswer<Call extends DeskCall> = z.output<(typeof DESK_CALLS)[Call]['answer']>

/** Why a question is not answered. */
export const deskError = z.object({error: z.object({code: z.string(), message: z.string()})})

export function isDeskCall(name: string): name is DeskCall {
  return Object.hasOwn(DESK_CALLS, name)
}

/** Reads the answer to a question. @throws ZodError when it is none. */
export function readDeskAnswer<Call extends DeskCall>(call: Call, json: unknown): DeskAnswer<Call> {
  const shapes: {[Name in DeskCall]: {answer: {parse(value: unknown): DeskAnswer<Name>}}} = DESK_CALLS
  return shapes[call].answer.parse(json)
}
