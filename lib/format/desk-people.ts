import {z} from 'zod'

// What the desk asks and is told about people, data requests and visits.

const moment = z.iso.datetime()
const count = z.int().min(0)
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

export const PEOPLE_CALLS = {
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
