import {EnvelopeIcon} from '@sanity/icons/Envelope'
import {defineField, defineType, type Rule} from 'sanity'
import {introField, titleField} from '../heading-fields.ts'

/** The contact form. Its fields are part of the site; its words are here. */
export const contactForm = defineType({
  name: 'contactForm',
  title: 'Contact form',
  type: 'object',
  icon: EnvelopeIcon,
  fields: [
    // The form itself is always shown.
    {...titleField, validation: (rule: Rule) => rule.required().error('Write the heading.')},
    introField,
    defineField({
      name: 'action',
      title: 'Words on the button',
      type: 'string',
      description: '"Send the message" when left empty.',
      validation: (rule) => rule.max(30).warning('More than 30 characters break into two lines on a phone.'),
    }),
  ],
  preview: {
    select: {title: 'title'},
    prepare: ({title}) => ({title: title || 'Contact form', subtitle: 'Contact form'}),
  },
})
