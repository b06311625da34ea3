import {ImageIcon} from '@sanity/icons/Image'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {titleField} from '../heading-fields.ts'

/** A text with a picture, or one of the site's drawings, beside it. */
export const textWithPicture = defineType({
  name: 'textWithPicture',
  title: 'Text with picture',
  type: 'object',
  icon: ImageIcon,
  fields: [
    titleField,
    defineField({name: 'text', title: 'Text', type: 'shortText'}),
    defineField({
      name: 'links',
      title: 'Links',
      type: 'array',
      of: [defineArrayMember({type: 'siteLink'})],
      validation: (rule) => rule.max(2).warning('More than two links take each other’s readers away.'),
    }),
    defineField({
      name: 'picture',
      title: 'Picture',
      type: 'picture',
      description: 'Leave it empty to show a drawing instead.',
    }),
    defineField({
      name: 'drawing',
      title: 'Drawing',
      type: 'drawing',
      hidden: ({parent}) => Boolean(parent?.picture?.asset),
    }),
    defineField({
      name: 'side',
      title: 'The picture stands',
      type: 'string',
      initialValue: 'right',
      description: 'On a phone it always stands above the text.',
      options: {
        layout: 'radio',
        direction: 'horizontal',
        list: [
          {title: 'On the left', value: 'left'},
          {title: 'On the right', value: 'right'},
        ],
      },
    }),
  ],
  preview: {
    select: {title: 'title', media: 'picture'},
    prepare: ({title, media}) => ({
      title: title || 'Text with picture',
      subtitle: 'Text with picture',
      media,
    }),
  },
})
