import {ImagesIcon} from '@sanity/icons/Images'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {introField, titleField} from '../heading-fields.ts'

/** Pictures beside each other, each with words under it. */
export const gallery = defineType({
  name: 'gallery',
  title: 'Gallery',
  type: 'object',
  icon: ImagesIcon,
  fields: [
    titleField,
    introField,
    defineField({
      name: 'items',
      title: 'Pictures',
      type: 'array',
      of: [defineArrayMember({type: 'figure'})],
      description: 'All are cut to the same shape around their hotspot.',
      validation: (rule) => rule.max(24).warning('More than 24 pictures are slow to load on a phone.'),
    }),
  ],
  preview: {
    select: {title: 'title', items: 'items', media: 'items.0.picture'},
    prepare: ({title, items, media}) => ({
      title: title || 'Gallery',
      subtitle: `Gallery · ${Array.isArray(items) ? items.length : 0}`,
      media,
    }),
  },
})
