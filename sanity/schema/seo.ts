import {SearchIcon} from '@sanity/icons/Search'
import {defineField, defineType} from 'sanity'
import {
  DescriptionInput,
  MAX_SHOWN_DESCRIPTION_CHARACTERS,
  MAX_SHOWN_TITLE_CHARACTERS,
  SearchInput,
} from './search-preview.tsx'

/** What search results and shared links show of a page. */
export const seo = defineType({
  name: 'seo',
  title: 'Search and sharing',
  type: 'object',
  icon: SearchIcon,
  components: {input: SearchInput},
  fields: [
    defineField({
      name: 'title',
      title: 'Title in search results',
      type: 'string',
      description: 'The page’s own title when left empty. The name of the site is added to it.',
      validation: (rule) =>
        rule
          .max(MAX_SHOWN_TITLE_CHARACTERS)
          .warning('Search results cut titles off after about 60 characters.'),
    }),
    defineField({
      name: 'description',
      title: 'Description',
      type: 'text',
      rows: 2,
      description: 'One or two sentences that say what somebody finds here.',
      components: {input: DescriptionInput},
      validation: (rule) => [
        rule
          .required()
          .warning(
            'Say in a sentence what somebody finds here: it stands under the title in search results.',
          ),
        rule
          .max(MAX_SHOWN_DESCRIPTION_CHARACTERS)
          .warning('Search results cut descriptions off after about 160 characters.'),
      ],
    }),
    defineField({
      name: 'picture',
      title: 'Picture for shared links',
      type: 'picture',
      description:
        'A card with the title is drawn when left empty. A picture is cut to 1200 by 630 pixels around its hotspot.',
    }),
    defineField({
      name: 'hidden',
      title: 'Hide from search engines',
      type: 'boolean',
      initialValue: false,
      description: 'The page stays where it is for everybody who knows its address.',
    }),
  ],
})
