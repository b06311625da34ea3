import {DocumentTextIcon} from '@sanity/icons/DocumentText'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {formatUsDate, localDay} from '#lib/format/dates.ts'
import {ReviewedForm} from '../reviews/review-views.tsx'
import {validateFreeAddress, validatePolicySlug} from './addresses.ts'
import {
  askWhoAgreed,
  BodyWithPromises,
  hasNoChangedPromises,
  warnOfChangedPromises,
} from './policy-promises.tsx'
import {
  TEXT_COMPONENTS,
  validateFilledIn,
  validateHeadingOrder,
  validatePlaces,
  validateSingleMarker,
} from './texts.tsx'

/** A legal text with an address of its own, such as the privacy policy. */
export const policy = defineType({
  name: 'policy',
  title: 'Policy',
  type: 'document',
  icon: DocumentTextIcon,
  components: {input: ReviewedForm},
  groups: [
    {name: 'text', title: 'Text', default: true},
    {name: 'page', title: 'Page and search'},
  ],
  fields: [
    defineField({
      name: 'editorNote',
      title: 'Note to editors',
      type: 'text',
      rows: 3,
      group: 'text',
      description:
        'Open questions about this text. Only people who can open the Studio see it; it is never on the page.',
    }),
    defineField({
      name: 'title',
      title: 'Title',
      type: 'string',
      group: 'text',
      description: 'The largest heading of the page.',
      validation: (rule) => [
        rule.required().error('Give the policy a title.'),
        rule.max(80).warning('Search results cut titles off after about 60 characters.'),
      ],
    }),
    defineField({
      name: 'lastUpdated',
      title: 'Last updated',
      type: 'date',
      group: 'text',
      options: {dateFormat: 'MM/DD/YYYY'},
      readOnly: true,
      description:
        'Set by itself whenever a changed text is published. Shown where the "Last updated" line stands in the text.',
      initialValue: () => localDay(new Date()),
    }),
    defineField({
      name: 'body',
      title: 'Text',
      type: 'policyBody',
      group: 'text',
      components: {...TEXT_COMPONENTS, input: BodyWithPromises},
      validation: (rule) => [
        rule.required().min(1).error('Write the text of the policy.'),
        rule.custom(validateSingleMarker),
        rule.custom(validateFilledIn).warning(),
        rule.custom(validatePlaces).warning(),
        rule.custom(validateHeadingOrder).warning(),
        rule.custom(warnOfChangedPromises).warning(),
      ],
    }),
    defineField({
      name: 'promisesAgreedBy',
      title: 'Who agreed to the changed promises',
      type: 'string',
      group: 'text',
      description: 'A name and a day. Only people who can open the Studio see it.',
      hidden: hasNoChangedPromises,
      validation: (rule) => rule.custom(askWhoAgreed).warning(),
    }),
    defineField({
      name: 'contactEmail',
      title: 'Contact e-mail',
      type: 'string',
      group: 'text',
      description: 'Shown under the section on contact. Leave it empty to show nothing.',
      validation: (rule) =>
        rule.email().error('Write a whole e-mail address, for example hello@example.com.'),
    }),
    defineField({
      name: 'slug',
      title: 'Address',
      type: 'slug',
      group: 'page',
      description:
        'The part of the web address after the domain: "privacy" becomes /privacy. Other sites link to it, so change it rarely.',
      // Whether an address is free is asked below: among pages and redirects too, and answered in plain words.
      options: {source: 'title', maxLength: 60, isUnique: () => true},
      validation: (rule) =>
        rule.custom((slug, context) => {
          const sound = validatePolicySlug(slug)
          return sound === true ? validateFreeAddress(`/${slug?.current}`, context) : sound
        }),
    }),
    defineField({
      name: 'summary',
      title: 'Summary',
      type: 'text',
      rows: 2,
      group: 'page',
      description: 'One or two sentences for search results and shared links. It is not part of the policy.',
      validation: (rule) =>
        rule.max(160).warning('Search results cut descriptions off after about 160 characters.'),
    }),
    defineField({
      name: 'importDigest',
      title: 'Digest of the last import',
      type: 'string',
      hidden: true,
      readOnly: true,
    }),
    defineField({
      name: 'importParts',
      title: 'Parts of the last import',
      type: 'array',
      description:
        'A digest of the title, of the date and of each part, by which the next import tells who changed what.',
      of: [defineArrayMember({type: 'string'})],
      hidden: true,
      readOnly: true,
    }),
  ],
  initialValue: {body: [{_type: 'lastUpdatedMarker', _key: 'lastUpdated', label: 'Last Updated:'}]},
  orderings: [{title: 'Title', name: 'title', by: [{field: 'title', direction: 'asc'}]}],
  preview: {
    select: {title: 'title', slug: 'slug.current', lastUpdated: 'lastUpdated', note: 'editorNote'},
    prepare: ({title, slug, lastUpdated, note}) => ({
      title: title || 'Policy without a title',
      subtitle: [
        slug ? `/${slug}` : 'no address yet',
        lastUpdated && formatUsDate(String(lastUpdated)),
        note && 'has a note',
      ]
        .filter(Boolean)
        .join(' · '),
    }),
  },
})
