import {announcement} from '#components/blocks/announcement/schema.ts'
import {callToAction} from '#components/blocks/callToAction/schema.ts'
import {contactForm} from '#components/blocks/contactForm/schema.ts'
import {faq} from '#components/blocks/faq/schema.ts'
import {features} from '#components/blocks/features/schema.ts'
import {gallery} from '#components/blocks/gallery/schema.ts'
import {hero} from '#components/blocks/hero/schema.ts'
import {logos} from '#components/blocks/logos/schema.ts'
import {plans} from '#components/blocks/plans/schema.ts'
import {quotation} from '#components/blocks/quotation/schema.ts'
import {richText} from '#components/blocks/richText/schema.ts'
import {steps} from '#components/blocks/steps/schema.ts'
import {textWithPicture} from '#components/blocks/textWithPicture/schema.ts'
import {video} from '#components/blocks/video/schema.ts'

/** The blocks that pages are made of, in the order of the insert menu. */
export const blocks = [
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
]
