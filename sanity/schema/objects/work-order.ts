import {ClipboardIcon} from '@sanity/icons/Clipboard'
import {defineArrayMember, defineField, defineType} from 'sanity'

/** The order that the assistant fills in: names of fields, and what stands in them. */
export const workOrder = defineType({
  name: 'workOrder',
  title: 'Work order',
  type: 'object',
  icon: ClipboardIcon,
  fields: [
    defineField({name: 'title', title: 'Heading', type: 'string'}),
    defineField({
      name: 'rows',
      title: 'Fields',
      type: 'array',
      of: [
        defineArrayMember({
          name: 'workOrderRow',
          title: 'Field',
          type: 'object',
          fields: [
            defineField({
              name: 'name',
              title: 'Name',
              type: 'string',
              validation: (rule) => rule.required().error('Give the field a name, for example "Job".'),
            }),
            defineField({
              name: 'value',
              title: 'What stands in it',
              type: 'string',
              validation: (rule) => rule.required().error('Fill the field in, or remove it.'),
            }),
          ],
          preview: {select: {title: 'value', subtitle: 'name'}},
        }),
      ],
      validation: (rule) =>
        rule.max(8).warning('More than eight fields make the order longer than the talk.'),
    }),
  ],
})
