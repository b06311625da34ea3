import {announcement} from './announcement/index.tsx'
import type {Block, BlockType} from './block.ts'
import type {BlockView} from './block-view.tsx'
import {callToAction} from './callToAction/index.tsx'
import {contactForm} from './contactForm/index.tsx'
import {faq} from './faq/index.tsx'
import {features} from './features/index.tsx'
import {hero} from './hero/index.tsx'
import {plans} from './plans/index.tsx'
import {richText} from './richText/index.tsx'
import {steps} from './steps/index.tsx'
import {textWithPicture} from './textWithPicture/index.tsx'

/** How each block of the content model is shown. A block without a line here does not pass the type check. */
const VIEWS = {
  announcement,
  callToAction,
  contactForm,
  faq,
  features,
  hero,
  plans,
  richText,
  steps,
  textWithPicture,
} satisfies Record<BlockType, BlockView>

/** The types of all blocks that this site knows. */
export const BLOCK_TYPES = Object.keys(VIEWS)

/** The view of a block; nothing for a type that this version of the site does not know. */
export function viewOf({_type}: Block): BlockView | undefined {
  // What is stored may be newer than the types that the site was built with.
  return Object.hasOwn(VIEWS, _type) ? VIEWS[_type] : undefined
}
