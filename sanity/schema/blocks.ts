import {announcement} from '#components/blocks/announcement/schema.ts'
import {callToAction} from '#components/blocks/callToAction/schema.ts'
import {contactForm} from '#components/blocks/contactForm/schema.ts'
import {faq} from '#components/blocks/faq/schema.ts'
import {features} from '#components/blocks/features/schema.ts'
import {hero} from '#components/blocks/hero/schema.ts'
import {plans} from '#components/blocks/plans/schema.ts'
import {richText} from '#components/blocks/richText/schema.ts'
import {steps} from '#components/blocks/steps/schema.ts'
import {textWithPicture} from '#components/blocks/textWithPicture/schema.ts'

/** The blocks that pages are made of, in the order of the insert menu. */
export const blocks = [
  hero,
  features,
  steps,
  textWithPicture,
  plans,
  faq,
  callToAction,
  contactForm,
  richText,
  announcement,
]
