import type Stripe from 'stripe'
import {connectDatabase, type Database} from '#lib/db/database.ts'
import {stripeClient} from '#lib/stripe.ts'
import {services} from '../services.ts'
import {Inbox} from './inbox.ts'
import {control} from './stripe-control.ts'

/** The shop that the stack runs, from outside and from behind the counter. */
export type RunningShop = {
  siteUrl: string
  stripeUrl: string
  inboxUrl: string
  db: Database
  stripe: Stripe
  inbox: Inbox
  /** Makes something happen at Stripe that no API call makes. */
  control(path: string, body?: object, method?: string): Promise<unknown>
  close(): Promise<void>
}

/** Opens the shop of the stack that the tests run against. */
export function runningShop(): RunningShop {
  const {site, stripe, mail, postgres} = services()
  const {db, close} = connectDatabase(postgres.url, {max: 2})
  return {
    siteUrl: site.url,
    stripeUrl: stripe.url,
    inboxUrl: mail.inboxUrl,
    db,
    stripe: stripeClient({secretKey: stripe.secretKey, apiHost: stripe.url}),
    inbox: new Inbox(mail.inboxUrl),
    control: (path, body, method) => control(stripe.url, path, body, method),
    close,
  }
}
