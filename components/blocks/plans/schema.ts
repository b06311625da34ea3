import {CreditCardIcon} from '@sanity/icons/CreditCard'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {introField, neededUnlessEmpty, titleField} from '../heading-fields.ts'

/** Plans, each drawn as an invoice. Amounts are Stripe's; none is written here. */
export const plans = defineType({
  name: 'plans',
  title: 'Plans',
  type: 'object',
  icon: CreditCardIcon,
  fields: [
    titleField,
    introField,
    defineField({
      name: 'plans',
      title: 'Plans',
      type: 'array',
      description: 'The words come from the plan, the amount from Stripe.',
      of: [defineArrayMember({type: 'reference', to: [{type: 'plan'}]})],
      validation: (rule) => [
        rule.custom(neededUnlessEmpty('Choose at least one plan.')),
        rule.unique().error('The same plan stands here twice.'),
      ],
    }),
    defineField({
      name: 'action',
      title: 'Words on the button',
      type: 'string',
      description: 'For example "Buy lifetime access".',
      validation: (rule) => [
        rule.custom(neededUnlessEmpty('Write the words on the button.')),
        rule.max(30).warning('More than 30 characters break into two lines on a phone.'),
      ],
    }),
    defineField({
      name: 'note',
      title: 'Small print',
      type: 'shortText',
      description: 'What somebody must know before paying, such as when money is not given back.',
    }),
  ],
  preview: {select: {title: 'title'}, prepare: ({title}) => ({title: title || 'Plans', subtitle: 'Plans'})},
})
