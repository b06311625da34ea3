/**
 * Every kind of mail that is sent, and what for. Privacy policy §2: information is used to communicate about
 * the service; nothing here is advertising.
 */
export const MAIL_PURPOSES = {
  order_confirmation:
    'Tells the client that the payment arrived, and how to hand over what the set-up needs.',
  setup_link: 'Gives the client a new link to the set-up form because they or the owner asked for one.',
  order_state: 'Tells the client that their order moved on.',
  payment_failed: 'Tells the client that a delayed payment did not arrive, and what to do.',
  owner_new_order: 'Tells the owner that there is a new paid order.',
  owner_details_received: 'Tells the owner that a client handed over what the set-up needs.',
  owner_alert: 'Tells the owner of something about an order that a person must look at.',
  owner_site_alert: 'Tells the owner of something about the site as a whole that a person must look at.',
  owner_contact_message: 'Brings the owner what somebody wrote in the contact form.',
  contact_acknowledgement:
    'Tells whoever wrote in the contact form that it arrived, and when to expect an answer.',
} as const

export type MailPurpose = keyof typeof MAIL_PURPOSES
/** Mail about a message of the contact form. */
export type ContactMailPurpose = 'owner_contact_message' | 'contact_acknowledgement'
/** Mail about no order and no message; all other mail is about an order. */
export type SiteMailPurpose = 'owner_site_alert'
export type OrderMailPurpose = Exclude<MailPurpose, ContactMailPurpose | SiteMailPurpose>

export function isContactMail(purpose: MailPurpose): purpose is ContactMailPurpose {
  return purpose === 'owner_contact_message' || purpose === 'contact_acknowledgement'
}

export function isSiteMail(purpose: MailPurpose): purpose is SiteMailPurpose {
  return purpose === 'owner_site_alert'
}
