import type {Logger} from 'pino'
import type Stripe from 'stripe'
import type {Keyring} from './crypto/seal.ts'
import type {Database} from './db/database.ts'
import type {MailAddress, Mailer} from './mail/mailer.ts'

/** What buying and delivering work with. Functions ask for the parts that they use; `commerce.ts` puts it together. */
export type Commerce = {
  db: Database
  /** Brings the database to the schema of this version. */
  migrate(): Promise<void>
  stripe: Stripe
  /** Whether the Stripe key moves real money. */
  livemode: boolean
  webhookSecret: string
  mailer: Mailer
  from: MailAddress
  owner: MailAddress
  keys: Keyring
  /** Without a slash at the end. */
  siteUrl: string
  /** Whether the owner has a desk in the Studio, which their mail then leads to. */
  hasDesk: boolean
  log: Pick<Logger, 'info' | 'warn' | 'error'>
}
