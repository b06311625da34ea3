import type {SchemaTypeDefinition} from 'sanity'
import {plan} from './documents/plan.ts'
import {policy} from './documents/policy.ts'
import {siteSettings} from './documents/site-settings.ts'
import {footerColumn} from './objects/footer-column.ts'
import {lastUpdatedMarker} from './objects/last-updated-marker.ts'
import {link} from './objects/link.ts'
import {picture} from './objects/picture.ts'
import {policyBody} from './objects/policy-body.ts'
import {siteLink} from './objects/site-link.ts'

/** Every document and object of the content model. A type exists for the Studio once it stands here. */
export const schemaTypes: SchemaTypeDefinition[] = [
  plan,
  policy,
  siteSettings,
  policyBody,
  lastUpdatedMarker,
  link,
  siteLink,
  footerColumn,
  picture,
]
