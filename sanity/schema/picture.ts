import {ImageIcon} from '@sanity/icons/Image'
import {defineField, defineType} from 'sanity'

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

/** Tells an editor in plain words that a picture needs a description. `picture` is the value that holds it. */
export function validateAlt(alt: string | undefined, picture: unknown): true | string {
  const {asset}: {asset?: unknown} = picture ?? {}
  return (
    asset === undefined ||
    Boolean(alt?.trim()) ||
    'Say in words what the picture shows, for those who cannot see it.'
  )
}
