import {TagsIcon} from '@sanity/icons/Tags'
import {defineArrayMember, defineField, defineType} from 'sanity'

/** The signs of other businesses: clients that agreed to be named, suppliers, associations. */
export const logos = defineType({
  name: 'logos',
  title: 'Logos',
  type: 'object',
  icon: TagsIcon,
  description: 'Only of businesses that agreed to it.',
  fields: [
    defineField({
      name: 'title',
      title: 'Heading',
      type: 'string',
      description: 'A few words above the logos, such as "Member of". It may stay empty.',
    }),
    defineField({
      name: 'items',
      title: 'Logos',
      type: 'array',
      of: [
        defineArrayMember({
          name: 'logo',
          title: 'Logo',
          type: 'object',
          fields: [
            defineField({
              name: 'name',
              title: 'Name of the business',
              type: 'string',
              description: 'Said aloud by screen readers in place of the logo.',
              validation: (rule) => rule.required().error('Write the name of the business.'),
            }),
            defineField({
              name: 'picture',
              title: 'Logo',
              type: 'image',
              options: {accept: 'image/png,image/webp,image/jpeg'},
              description:
                'A PNG on a white or clear ground, at least 400 pixels wide. It is shown without colour.',
              validation: (rule) =>
                rule.required().assetRequired().error('Choose the logo, or remove this entry.'),
            }),
            defineField({
              name: 'href',
              title: 'Website',
              type: 'url',
              description: 'Where the logo leads. It may stay empty.',
              validation: (rule) =>
                rule
                  .uri({scheme: ['https', 'http']})
                  .error('Write the whole address, for example https://example.com.'),
            }),
          ],
          preview: {select: {title: 'name', media: 'picture'}},
        }),
      ],
      validation: (rule) => rule.max(12).warning('More than twelve logos are not looked at.'),
    }),
  ],
  preview: {
    select: {title: 'title', items: 'items'},
    prepare: ({title, items}) => ({
      title: title || 'Logos',
      subtitle: `Logos · ${Array.isArray(items) ? items.length : 0}`,
    }),
  },
})
