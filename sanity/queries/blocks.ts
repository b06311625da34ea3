import {announcementQuery} from '#components/blocks/announcement/query.ts'
import {callToActionQuery} from '#components/blocks/callToAction/query.ts'
import {contactFormQuery} from '#components/blocks/contactForm/query.ts'
import {faqQuery} from '#components/blocks/faq/query.ts'
import {featuresQuery} from '#components/blocks/features/query.ts'
import {heroQuery} from '#components/blocks/hero/query.ts'
import {plansQuery} from '#components/blocks/plans/query.ts'
import {richTextQuery} from '#components/blocks/richText/query.ts'
import {stepsQuery} from '#components/blocks/steps/query.ts'
import {textWithPictureQuery} from '#components/blocks/textWithPicture/query.ts'

/** What each block of a page shows. Of a block that has no line here only its type and key are read. */
export const blocksQuery = /* groq */ `
  _key,
  _type,
  _type == "announcement" => {${announcementQuery}},
  _type == "callToAction" => {${callToActionQuery}},
  _type == "contactForm" => {${contactFormQuery}},
  _type == "faq" => {${faqQuery}},
  _type == "features" => {${featuresQuery}},
  _type == "hero" => {${heroQuery}},
  _type == "plans" => {${plansQuery}},
  _type == "richText" => {${richTextQuery}},
  _type == "steps" => {${stepsQuery}},
  _type == "textWithPicture" => {${textWithPictureQuery}}
`
