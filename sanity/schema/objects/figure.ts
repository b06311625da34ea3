import {ImageIcon} from '@sanity/icons/Image'
import {defineField, defineType} from 'sanity'

/** A picture in a text, with words under it. */
export const figure = defineType({
  name: 'figure',
  title: 'Picture with caption',
  type: 'object',
  icon: ImageIcon,
  fields: [
    defineField({
      name: 'picture',
      title: 'Picture',
      type: 'picture',
      validation: (rule) => rule.required().assetRequired().error('Choose a picture, or remove this part.'),
    }),
    defineField({
      name: 'caption',
      title: 'Caption',
      type: 'string',
      description: 'Shown under the picture. It may stay empty.',
    }),
  ],
  preview: {
    select: {title: 'caption', subtitle: 'picture.alt', media: 'picture'},
    prepare: ({title, subtitle, media}) => ({title: title || 'Picture', subtitle, media}),
  },
})
