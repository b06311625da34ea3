import type {SchemaTypeDefinition} from 'sanity'
import {blocks} from './blocks.ts'
import {page} from './documents/page.ts'
import {plan} from './documents/plan.ts'
import {policy} from './documents/policy.ts'
import {redirect} from './documents/redirect.ts'
import {siteSettings} from './documents/site-settings.ts'
import {callout} from './objects/callout.ts'
import {conversation} from './objects/conversation.ts'
import {conversationMessage} from './objects/conversation-message.ts'
import {drawing} from './objects/drawing.ts'
import {figure} from './objects/figure.ts'
import {footerColumn} from './objects/footer-column.ts'
import {formattedText} from './objects/formatted-text.ts'
import {lastUpdatedMarker} from './objects/last-updated-marker.ts'
import {link} from './objects/link.ts'
import {picture} from './objects/picture.ts'
import {policyBody} from './objects/policy-body.ts'
import {seo} from './objects/seo.ts'
import {shortText} from './objects/short-text.ts'
import {siteLink} from './objects/site-link.ts'
import {table} from './objects/table.ts'
import {tableRow} from './objects/table-row.ts'
import {workOrder} from './objects/work-order.ts'

/** Every document and object of the content model. A type exists for the Studio once it stands here. */
export const schemaTypes: SchemaTypeDefinition[] = [
  page,
  plan,
  policy,
  redirect,
  siteSettings,
  ...blocks,
  callout,
  conversation,
  conversationMessage,
  drawing,
  figure,
  footerColumn,
  formattedText,
  lastUpdatedMarker,
  link,
  picture,
  policyBody,
  seo,
  shortText,
  siteLink,
  table,
  tableRow,
  workOrder,
]
