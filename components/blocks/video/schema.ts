import {PlayIcon} from '@sanity/icons/Play'
import {defineField, defineType} from 'sanity'
import {introField, titleField} from '../heading-fields.ts'

/**
 * A still that leads to where a video is shown. The provider's player is never part of a page: it would set cookies before
 * a visitor agreed to them.
 */
export const video = defineType({
  name: 'video',
  title: 'Video',
  type: 'object',
  icon: PlayIcon,
  fields: [
    titleField,
    introField,
    defineField({
      name: 'href',
      title: 'Address of the video',
      type: 'url',
      description:
        'Of its page at YouTube, Vimeo or another provider, as the browser shows it. The picture leads there.',
      validation: (rule) => [
        rule
          .required()
          .error('Paste the address of the video, for example https://www.youtube.com/watch?v=….'),
        rule.uri({scheme: ['https']}).error('Paste the whole address, which begins with https://.'),
      ],
    }),
    defineField({
      name: 'still',
      title: 'Still',
      type: 'picture',
      description: 'One picture of the video, wide rather than tall. Leave it empty to show a plain frame.',
    }),
    defineField({
      name: 'length',
      title: 'Length',
      type: 'string',
      description: 'In minutes and seconds, for example 2:14. It may stay empty.',
      validation: (rule) =>
        rule.regex(/^\d{1,3}:[0-5]\d$/).error('Write minutes and seconds, for example 2:14.'),
    }),
  ],
  preview: {
    select: {title: 'title', subtitle: 'href', media: 'still'},
    prepare: ({title, subtitle, media}) => ({
      title: title || 'Video',
      subtitle: ['Video', subtitle].filter(Boolean).join(' · '),
      media,
    }),
  },
})
