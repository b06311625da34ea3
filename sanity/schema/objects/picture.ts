import {ImageIcon} from '@sanity/icons/Image'
import {defineField, defineType} from 'sanity'
import {validateAlt} from './picture-alt-rule.ts'

/** An image with the words that stand for it where it is not seen. */
export const picture = defineType({
  name: 'picture',
  title: 'Picture',
  type: 'image',
  icon: ImageIcon,
  options: {hotspot: true, accept: 'image/jpeg,image/png,image/webp,image/gif,image/avif'},
  fields: [
    defineField({
      name: 'alt',
      title: 'What the picture shows',
      type: 'string',
      description: 'One sentence for people who cannot see it. Screen readers say it aloud.',
      validation: (rule) => [
        rule.custom((alt, {parent}) => validateAlt(alt, parent)),
        rule.max(200).warning('A screen reader says all of it at once. Keep to one or two sentences.'),
      ],
    }),
  ],
})
