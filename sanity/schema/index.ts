import type {SchemaTypeDefinition} from 'sanity'
import {blocks} from './blocks.ts'
import {conversation, conversationMessage, workOrder} from './conversation.ts'
import {drawing} from './drawing.ts'
import {link, siteLink} from './link.ts'
import {page} from './page.ts'
import {figure, picture} from './picture.ts'
import {plan} from './plan.ts'
import {policy} from './policy.ts'
import {policyVersion} from './policy-version.ts'
import {provider} from './provider.ts'
import {redirect} from './redirect.ts'
import {seo} from './seo.ts'
import {footerColumn, siteSettings} from './site-settings.ts'
import {table, tableCell, tableRow} from './table.tsx'
import {
  anchor,
  callout,
  code,
  formattedText,
  itemNumber,
  lastUpdatedDate,
  lastUpdatedMarker,
  policyBody,
  shortText,
} from './texts.tsx'

/** Every document and object of the content model. A type exists for the Studio once it stands here. */
export const schemaTypes: SchemaTypeDefinition[] = [
  page,
  plan,
  policy,
  provider,
  redirect,
  siteSettings,
  ...blocks,
  anchor,
  callout,
  code,
  conversation,
  conversationMessage,
  drawing,
  figure,
  footerColumn,
  formattedText,
  itemNumber,
  lastUpdatedDate,
  lastUpdatedMarker,
  link,
  picture,
  policyBody,
  policyVersion,
  seo,
  shortText,
  siteLink,
  table,
  tableCell,
  tableRow,
  workOrder,
]
