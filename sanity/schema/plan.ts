import {TagIcon} from '@sanity/icons/Tag'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {isLookupKey} from '#lib/format/purchases.ts'
import {ReviewedForm} from '../reviews/review-views.tsx'
import {validateFreeAddress, validatePlanSlug} from './addresses.ts'
import {LookupKeyInput, mayNotPrice, validatePriceAtStripe} from './plan-price.tsx'

/** Something that clients buy. What it costs is stored in Stripe, under the lookup key. */
export const plan = defineType({
  name: 'plan',
  title: 'Plan',
  type: 'document',
  icon: TagIcon,
  components: {input: ReviewedForm},
  groups: [
    {name: 'words', title: 'Words', default: true},
    {name: 'sale', title: 'Address and price'},
  ],
  fields: [
    defineField({
      name: 'name',
      title: 'Name',
      type: 'string',
      group: 'words',
      description: 'Stands on the order, in the confirmation mail and on the page where it is bought.',
      validation: (rule) => [
        rule.required().error('Give the plan a name.'),
        rule.max(60).error('Use at most 60 characters: the name must fit on one line of an invoice.'),
      ],
    }),
    defineField({
      name: 'summary',
      title: 'Summary',
      type: 'text',
      rows: 2,
      group: 'words',
      description:
        'One or two sentences under the name. Leave amounts out: the page shows the one that Stripe charges.',
      validation: (rule) => rule.max(200).warning('Two short sentences are read; more are skipped.'),
    }),
    defineField({
      name: 'features',
      title: 'What is included',
      type: 'array',
      group: 'words',
      description: 'One thing a line, as it would stand on an invoice.',
      of: [defineArrayMember({type: 'string'})],
      validation: (rule) => [
        rule.required().min(1).error('Say what a client gets: at least one line.'),
        rule.max(10).warning('More than ten lines are not read.'),
        rule.unique().error('The same line stands here twice.'),
      ],
    }),
    defineField({
      name: 'nextSteps',
      title: 'What happens next',
      type: 'array',
      group: 'words',
      description: 'What happens after the payment, one step a line, in order.',
      of: [defineArrayMember({type: 'string'})],
      validation: (rule) => rule.unique().error('The same step stands here twice.'),
    }),
    defineField({
      name: 'badge',
      title: 'Badge',
      type: 'string',
      group: 'words',
      description: 'A word or two beside the name, such as “Paid once”. Leave it empty to show nothing.',
      validation: (rule) => rule.max(24).error('Use at most 24 characters.'),
    }),
    defineField({
      name: 'slug',
      title: 'Address',
      type: 'slug',
      group: 'sale',
      description:
        'The part of the web address after /checkout/: "lifetime-access" becomes /checkout/lifetime-access. Other sites link to it, so change it rarely.',
      // Whether an address is free is asked below, and answered in plain words.
      options: {source: 'name', maxLength: 60, isUnique: () => true},
      validation: (rule) =>
        rule.custom((slug, context) => {
          const sound = validatePlanSlug(slug)
          return sound === true ? validateFreeAddress(`/checkout/${slug?.current}`, context) : sound
        }),
    }),
    defineField({
      name: 'lookupKey',
      title: 'Lookup key of the price',
      type: 'string',
      group: 'sale',
      description:
        'The lookup key of a one-time price in Stripe. To change the amount, move the key to a new price there; nothing needs to be changed here. Only administrators see this field.',
      hidden: mayNotPrice,
      components: {input: LookupKeyInput},
      validation: (rule) => [
        rule.custom(validateLookupKey),
        rule.custom((key) => validatePriceAtStripe(key)),
      ],
    }),
    defineField({
      name: 'order',
      title: 'Place in lists',
      type: 'number',
      group: 'sale',
      description: 'Plans with a smaller number come first.',
      initialValue: 1,
      validation: (rule) => [
        rule.required().error('Give the plan a place, for example 1.'),
        rule.integer().error('Use a whole number.'),
      ],
    }),
  ],
  orderings: [{title: 'Place in lists', name: 'order', by: [{field: 'order', direction: 'asc'}]}],
  preview: {
    select: {title: 'name', slug: 'slug.current', lookupKey: 'lookupKey'},
    prepare: ({title, slug, lookupKey}) => ({
      title: title || 'Plan without a name',
      subtitle: [slug ? `/checkout/${slug}` : 'no address yet', lookupKey ?? 'no price yet'].join(' · '),
    }),
  },
})

/** Tells an editor in plain words why a text cannot be a price's lookup key. */
export function validateLookupKey(key: string | undefined): true | string {
  if (!key) return 'An administrator must say which price belongs to the plan. Without it, nobody can buy it.'
  if (/^(?:price|prod)_[A-Za-z0-9]{10,}$/.test(key))
    return 'This is the id of a price or product. Use the lookup key, which stays the same when the amount changes.'
  if (!isLookupKey(key))
    return 'Use letters, digits, dashes and underscores only, exactly as in Stripe, for example "lifetime_access".'
  return true
}
