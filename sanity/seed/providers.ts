import type {Provider} from '../types.gen.ts'
import type {New} from './write.ts'

/** Whom a new site shares information with. Names that only the owner knows are fields to fill in. */
export const providerSeeds: readonly New<Provider>[] = [
  {
    _id: 'provider-payment',
    _type: 'provider',
    service: 'payment',
    name: 'Stripe',
    purpose: 'Takes your payment on a page of its own, sends the invoice and pays refunds out.',
    data: 'What you type on its page: name, business name, e-mail, phone and card. From us it gets an order number.',
    place: 'United States',
    url: 'https://stripe.com/privacy',
    order: 1,
  },
  {
    _id: 'provider-hosting',
    _type: 'provider',
    service: 'hosting',
    purpose: 'Runs the server and the database of this site.',
    data: 'Everything that this site keeps. What you hand over for your set-up is encrypted before it is stored.',
    order: 2,
  },
  {
    _id: 'provider-mail',
    _type: 'provider',
    service: 'mail',
    purpose: 'Delivers the mails that you get from us.',
    data: 'Your name, your e-mail address and what the mail says.',
    order: 3,
  },
  {
    _id: 'provider-content',
    _type: 'provider',
    service: 'content',
    name: 'Sanity',
    purpose: 'Holds the words and pictures of this site.',
    data: 'None of yours. It knows the people who edit this site.',
    url: 'https://www.sanity.io/legal/privacy',
    order: 4,
  },
]
