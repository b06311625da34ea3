import {announcementQuery} from '#components/blocks/announcement/query.ts'
import {callToActionQuery} from '#components/blocks/callToAction/query.ts'
import {contactFormQuery} from '#components/blocks/contactForm/query.ts'
import {faqQuery} from '#components/blocks/faq/query.ts'
import {featuresQuery} from '#components/blocks/features/query.ts'
import {galleryQuery} from '#components/blocks/gallery/query.ts'
import {heroQuery} from '#components/blocks/hero/query.ts'
import {logosQuery} from '#components/blocks/logos/query.ts'
import {plansQuery} from '#components/blocks/plans/query.ts'
import {quotationQuery} from '#components/blocks/quotation/query.ts'
import {richTextQuery} from '#components/blocks/richText/query.ts'
import {stepsQuery} from '#components/blocks/steps/query.ts'
import {textWithPictureQuery} from '#components/blocks/textWithPicture/query.ts'
import {videoQuery} from '#components/blocks/video/query.ts'

/** What each block of a page shows. Of a block that has no line here only its type and key are read. */
export const blocksQuery = /* groq */ `
  _key,
  _type,
  _type == "announcement" => {${announcementQuery}},
  _type == "callToAction" => {${callToActionQuery}},
  _type == "contactForm" => {${contactFormQuery}},
  _type == "faq" => {${faqQuery}},
  _type == "features" => {${featuresQuery}},
  _type == "gallery" => {${galleryQuery}},
  _type == "hero" => {${heroQuery}},
  _type == "logos" => {${logosQuery}},
  _type == "plans" => {${plansQuery}},
  _type == "quotation" => {${quotationQuery}},
  _type == "richText" => {${richTextQuery}},
  _type == "steps" => {${stepsQuery}},
  _type == "textWithPicture" => {${textWithPictureQuery}},
  _type == "video" => {${videoQuery}}
`
