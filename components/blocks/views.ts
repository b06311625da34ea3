import {announcement} from './announcement/index.tsx'
import type {Block, BlockType, BlockView} from './block.tsx'
import {callToAction} from './callToAction/index.tsx'
import {contactForm} from './contactForm/index.tsx'
import {faq} from './faq/index.tsx'
import {features} from './features/index.tsx'
import {gallery} from './gallery/index.tsx'
import {hero} from './hero/index.tsx'
import {logos} from './logos/index.tsx'
import {plans} from './plans/index.tsx'
import {quotation} from './quotation/index.tsx'
import {richText} from './richText/index.tsx'
import {steps} from './steps/index.tsx'
import {textWithPicture} from './textWithPicture/index.tsx'
import {video} from './video/index.tsx'

/** Every block of the content model. One that has no line here does not pass the type check. */
const VIEWS = {
  hero,
  features,
  steps,
  textWithPicture,
  gallery,
  video,
  quotation,
  logos,
  plans,
  faq,
  callToAction,
  contactForm,
  richText,
  announcement,
} satisfies Record<BlockType, BlockView>

/** The types of all blocks that this site knows. */
export const BLOCK_TYPES = Object.keys(VIEWS)

/** One block of each type with every field filled. */
export const EXAMPLE_BLOCKS: readonly Block[] = Object.values(VIEWS).map(({example}) => example)

/** The view of a block; nothing for a type that this version of the site does not know. */
export function viewOf({_type}: Pick<Block, '_type'>): BlockView | undefined {
  // What is stored may be newer than the types that the site was built with.
  return Object.hasOwn(VIEWS, _type) ? VIEWS[_type] : undefined
}
