import type {Commerce} from '../commerce.ts'
import type {OutboxRow, PrivacyRequest} from '../db/schema.ts'
import {REQUEST_WORDS, REQUESTS_PATH} from '../format/forms.ts'
import {deskPath} from '../links/paths.ts'
import {deskAction, type Email, renderEmail} from '../mail.ts'
import type {MailKind} from '../outbox.ts'
import {findRequest, mintRequestLink, proved, type Receipt, type RequestMailPurpose} from './requests.ts'

type Parts = Pick<Commerce, 'db' | 'owner' | 'siteUrl' | 'hasDesk'>

/** How the outbox composes mail about data requests. */
export function requestMailKinds(parts: Parts): Record<RequestMailPurpose, MailKind> {
  const {db, owner, siteUrl} = parts
  const toPerson = (
    description: string,
    write: (request: PrivacyRequest, row: OutboxRow) => Promise<Email> | Email,
    addressOf: (request: PrivacyRequest) => string | null | undefined = ({email}) => email,
  ): MailKind => ({
    description,
    async compose(row) {
      const request = await requestOf(parts, row)
      const address = request && addressOf(request)
      if (!request || !address) return undefined
      return {...renderEmail(await write(request, row), siteUrl), to: {name: '', address}, replyTo: owner}
    },
  })
  const toOwner = (
    description: string,
    write: (request: PrivacyRequest, row: OutboxRow) => Email,
  ): MailKind => ({
    description,
    async compose(row) {
      const request = await requestOf(parts, row)
      if (request === undefined) return undefined
      const sender = proved(request)
      return {
        ...renderEmail(write(request, row), siteUrl),
        to: owner,
        ...(sender && {replyTo: {name: '', address: sender.email}}),
      }
    },
  })
  const linkOf = async (request: PrivacyRequest, purpose: 'open' | 'new_address') => {
    const link = await mintRequestLink(db, request.id, purpose)
    return `${siteUrl}${REQUESTS_PATH}?${new URLSearchParams({link}).toString()}`
  }
  return {
    privacy_link: toPerson(
      'Brings the link by which somebody who asks for their data shows that the address is theirs.',
      async (request) => linkMail(request, await linkOf(request, 'open')),
    ),
    privacy_new_address: toPerson(
      'Asks at a new address whether it belongs to the person who wants it written down.',
      async (request) => newAddressMail(request, await linkOf(request, 'new_address')),
      ({wanted}) => wanted?.email,
    ),
    privacy_receipt: toPerson('Tells a person what was done with their data request.', (request, {subject}) =>
      receiptMail(request, subject, siteUrl),
    ),
    owner_privacy_request: toOwner('Brings the owner a data request that a person must act on.', (request) =>
      ownerMail(request, parts),
    ),
    owner_privacy_reminder: toOwner(
      'Reminds the owner of a data request before it is due.',
      (request, {subject}) => reminderMail(request, subject, parts),
    ),
  }
}

async function requestOf({db}: Parts, {privacyRequestId}: OutboxRow): Promise<PrivacyRequest | undefined> {
  return privacyRequestId === null ? undefined : findRequest(db, privacyRequestId)
}

/** `December 27, 2026` */
export const longDay = (date: Date) => date.toLocaleDateString('en-US', {dateStyle: 'long', timeZone: 'UTC'})

const factsOf = ({id, kind, receivedAt, dueAt}: PrivacyRequest): Email['facts'] => [
  ['Request', id],
  ['You ask to', REQUEST_WORDS[kind]],
  ['Received', longDay(receivedAt)],
  ['Answered by', longDay(dueAt)],
]

/** The address is not proved yet, so the mail carries no word that a stranger could choose. */
function linkMail(request: PrivacyRequest, url: string): Email {
  return {
    subject: `Your request ${request.id}: show that it is you`,
    heading: 'Show that it is you',
    paragraphs: ['Somebody asked us about the personal information behind this e-mail address.'],
    action: {
      label: 'Go on with my request',
      url,
      note: 'The link works for 30 minutes, once. It is for you alone: do not pass this mail on.',
    },
    facts: factsOf(request),
    closing: [
      'If it was not you, you need not do anything. Nothing was shown to anyone, and nothing was changed.',
    ],
  }
}

function newAddressMail(request: PrivacyRequest, url: string): Email {
  return {
    subject: `Your request ${request.id}: is this address yours?`,
    heading: 'Is this address yours?',
    paragraphs: ['A client of ours wants us to write to this e-mail address from now on.'],
    action: {
      label: 'Yes, write to me here',
      url,
      note: 'The link works for 30 minutes, once. Until you press it, nothing changes.',
    },
    facts: [['Request', request.id]],
    closing: ['If it is not yours, you need not do anything: the change is then not made.'],
  }
}

const RECEIPTS: Readonly<Record<Receipt, {heading: string; paragraphs: string[]}>> = {
  shown: {
    heading: 'You have seen your information',
    paragraphs: [
      'We showed you everything that we hold about you, and offered it as a file. Your request is done.',
    ],
  },
  corrected: {
    heading: 'Your information is corrected',
    paragraphs: [
      'It is changed in our records, and our payment processor, Stripe, is being told. Invoices that you have stay as they were given.',
    ],
  },
  erasing: {
    heading: 'Your information is being deleted',
    paragraphs: [
      'What we hold about you is erased, but for what the law makes us keep: the amount, the day and the numbers of a payment, without your name, for 7 years.',
      'Our payment processor, Stripe, is asked to redact what it holds. That takes Stripe some time, so it is asked for and not done yet. You hear from us once more when it is.',
      'Contact details that are needed for a payment under way or a dispute go as soon as that is over. Backups are overwritten as they age.',
    ],
  },
  erased: {
    heading: 'Your information is deleted',
    paragraphs: [
      'Nothing that names you is left in our records, and Stripe, if it held anything of yours, has said that it is redacted. This was our last mail about it.',
    ],
  },
  received: {
    heading: 'We have your request',
    paragraphs: [
      'A person reads what you wrote, finds the information and deletes it. If something is unclear, we ask you by mail.',
    ],
  },
  completed: {heading: 'Your request is done', paragraphs: ['We have done what you asked for.']},
  denied: {heading: 'We cannot do what you ask for', paragraphs: []},
}

const isReceipt = (subject: string): subject is Receipt => Object.hasOwn(RECEIPTS, subject)

function receiptMail(request: PrivacyRequest, subject: string, siteUrl: string): Email {
  const {heading, paragraphs} = RECEIPTS[isReceipt(subject) ? subject : 'completed']
  const why = subject === 'denied' && request.words !== null ? request.words.split(/\n+/) : []
  return {
    subject: `${heading} (request ${request.id})`,
    heading,
    paragraphs: [...paragraphs, ...why],
    facts: factsOf(request),
    closing: [
      `Where it stands: ${siteUrl}${REQUESTS_PATH}/status?number=${request.id}`,
      'Questions? Answer this mail.',
    ],
  }
}

function ownerMail(request: PrivacyRequest, desk: Pick<Parts, 'siteUrl' | 'hasDesk'>): Email {
  const {id, kind, email, words, dueAt} = request
  const isChild = kind === 'child'
  return {
    subject: `Data request ${id}: ${isChild ? 'a child’s information' : 'Stripe must be asked by hand'}`,
    heading: isChild ? 'Somebody asks about a child’s information' : 'Ask Stripe to redact a person',
    paragraphs: isChild
      ? ['Find what they describe, delete it, and note that it is done.', ...(words ?? '').split(/\n+/)]
      : [
          'Stripe did not take the redaction from the site. Ask for it at https://support.stripe.com, with the numbers that the request shows.',
        ],
    facts: [
      ['Request', id],
      ['From', email ?? ''],
      ['Answer by', longDay(dueAt)],
    ],
    ...toDesk(id, desk),
    closing: desk.hasDesk
      ? []
      : [
          `See it with: npm run ops -- requests show ${id}`,
          `When it is done: npm run ops -- requests complete ${id}`,
        ],
  }
}

const toDesk = (id: string, desk: Pick<Parts, 'siteUrl' | 'hasDesk'>) =>
  deskAction(desk, 'Open the request', deskPath('request', id))

function reminderMail(
  {id, kind, dueAt}: PrivacyRequest,
  days: string,
  desk: Pick<Parts, 'siteUrl' | 'hasDesk'>,
): Email {
  return {
    subject: `Data request ${id} is due on ${longDay(dueAt)}`,
    heading: `Due on ${longDay(dueAt)}`,
    paragraphs: [
      `This request came in ${days} days ago and is not done. The privacy policy promises an answer.`,
    ],
    facts: [
      ['Request', id],
      ['Kind', REQUEST_WORDS[kind]],
      ['Answer by', longDay(dueAt)],
    ],
    ...toDesk(id, desk),
    closing: desk.hasDesk ? [] : [`See it with: npm run ops -- requests show ${id}`],
  }
}
