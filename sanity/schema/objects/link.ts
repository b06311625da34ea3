import {LinkIcon} from '@sanity/icons/Link'
import {defineType} from 'sanity'
import {linkTarget} from './link-target.ts'

/** A link on some words of a text. */
export const link = defineType({
  name: 'link',
  title: 'Link',
  type: 'object',
  icon: LinkIcon,
  fields: linkTarget,
})
