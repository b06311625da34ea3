import {ClockIcon} from '@sanity/icons/Clock'
import {defineField, defineType} from 'sanity'
import {formatUsDate} from '#lib/format/dates.ts'

/**
 * A text of a policy as it was published once. Made by publishing, never typed: the Studio lists none and changes none, and
 * the site notices one that was changed by another way.
 */
export const policyVersion = defineType({
  name: 'policyVersion',
  title: 'Version of a policy',
  type: 'document',
  icon: ClockIcon,
  readOnly: true,
  __experimental_omnisearch_visibility: false,
  fields: [
    defineField({name: 'policyId', title: 'Id of the policy', type: 'string'}),
    defineField({name: 'number', title: 'Number', type: 'number'}),
    defineField({name: 'title', title: 'Title', type: 'string'}),
    defineField({name: 'slug', title: 'Address at that time', type: 'slug'}),
    defineField({name: 'date', title: 'Last updated', type: 'date'}),
    defineField({name: 'effectiveOn', title: 'In force from', type: 'date'}),
    defineField({name: 'publishedAt', title: 'Published', type: 'datetime'}),
    defineField({name: 'kind', title: 'Kind of change', type: 'string'}),
    defineField({name: 'summary', title: 'What changed', type: 'text'}),
    defineField({name: 'hash', title: 'SHA-256 of the text', type: 'string'}),
    defineField({name: 'contactEmail', title: 'Contact e-mail', type: 'string'}),
    defineField({name: 'body', title: 'Text', type: 'policyBody'}),
    defineField({name: 'withdrawnOn', title: 'Withdrawn', type: 'date'}),
  ],
  preview: {
    select: {title: 'title', number: 'number', date: 'date'},
    prepare: ({title, number, date}) => ({
      title: `${title}, version ${number}`,
      subtitle: date && formatUsDate(String(date)),
    }),
  },
})
