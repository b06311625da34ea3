import {CalendarIcon} from '@sanity/icons/Calendar'
import {InfoOutlineIcon} from '@sanity/icons/InfoOutline'
import type {PropsWithChildren} from 'react'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {z} from 'zod'

/** What words of a text can be marked as; the same everywhere, so that the page draws them the same everywhere. */
const textMarks = {
  decorators: [
    {title: 'Bold', value: 'strong'},
    {title: 'Italic', value: 'em'},
    {title: 'Code', value: 'code'},
  ],
  annotations: [{type: 'link'}],
}

/** Kinds of lists. */
const textLists = [
  {title: 'Bullets', value: 'bullet'},
  {title: 'Numbers', value: 'number'},
]

/** A few paragraphs without headings. */
export const shortText = defineType({
  name: 'shortText',
  title: 'Text',
  type: 'array',
  of: [
    defineArrayMember({
      type: 'block',
      styles: [{title: 'Normal', value: 'normal'}],
      lists: textLists,
      marks: textMarks,
    }),
  ],
})

/** A text of a page: headings, paragraphs, lists, links, tables, call-outs and pictures. */
export const formattedText = defineType({
  name: 'formattedText',
  title: 'Text',
  type: 'array',
  of: [
    defineArrayMember({
      type: 'block',
      styles: [
        {title: 'Normal', value: 'normal'},
        {title: 'Heading', value: 'h2'},
        {title: 'Smaller heading', value: 'h3'},
      ],
      lists: textLists,
      marks: textMarks,
    }),
    defineArrayMember({type: 'table'}),
    defineArrayMember({type: 'callout'}),
    defineArrayMember({type: 'figure'}),
  ],
  validation: (rule) => rule.custom(validateHeadingOrder).warning(),
})

/**
 * The words of a policy.
 *
 * `subtitle` is the text's own heading when it has one, beside the title of the page; sections are `h2` to `h4`.
 */
export const policyBody = defineType({
  name: 'policyBody',
  title: 'Text',
  type: 'array',
  of: [
    defineArrayMember({
      type: 'block',
      styles: [
        {title: 'Normal', value: 'normal'},
        {title: "The text's own heading", value: 'subtitle', component: SubtitleStyle},
        {title: 'Section', value: 'h2'},
        {title: 'Part of a section', value: 'h3'},
        {title: 'Smallest heading', value: 'h4'},
      ],
      lists: textLists,
      marks: textMarks,
    }),
    defineArrayMember({type: 'lastUpdatedMarker'}),
    defineArrayMember({type: 'table'}),
    defineArrayMember({type: 'callout'}),
  ],
  validation: (rule) => [
    rule.required().min(1).error('Write the text of the policy.'),
    rule.custom(validateSingleMarker),
    rule.custom(validateHeadingOrder).warning(),
  ],
})

/** The place in a policy's text where its "Last updated" date is shown; the date itself is a field of the policy. */
export const lastUpdatedMarker = defineType({
  name: 'lastUpdatedMarker',
  title: '"Last updated" line',
  type: 'object',
  icon: CalendarIcon,
  fields: [
    defineField({
      name: 'label',
      title: 'Words before the date',
      type: 'string',
      description:
        'The date that follows is the policy’s "Last updated" field, so that there is one place to change it.',
      initialValue: 'Last Updated:',
      validation: (rule) =>
        rule.required().error('Write the words that stand before the date, for example "Last Updated:".'),
    }),
  ],
  preview: {
    select: {title: 'label'},
    prepare: ({title}) => ({title, subtitle: 'Shows the date from the field "Last updated"'}),
  },
})

/** Words set apart from the text around them. */
export const callout = defineType({
  name: 'callout',
  title: 'Call-out',
  type: 'object',
  icon: InfoOutlineIcon,
  fields: [
    defineField({
      name: 'label',
      title: 'Label',
      type: 'string',
      description: 'A word or two above the text, such as "Good to know". It may stay empty.',
      validation: (rule) => rule.max(40).warning('A label of more than 40 characters reads like a sentence.'),
    }),
    defineField({
      name: 'text',
      title: 'Text',
      type: 'array',
      of: [
        defineArrayMember({
          type: 'block',
          styles: [{title: 'Normal', value: 'normal'}],
          lists: textLists,
          marks: textMarks,
        }),
      ],
      validation: (rule) => rule.required().min(1).error('Write the text of the call-out, or remove it.'),
    }),
  ],
  preview: {
    select: {label: 'label', text: 'text'},
    prepare: ({label, text}) => ({
      title: label || 'Call-out',
      subtitle: Array.isArray(text) ? text[0]?.children?.[0]?.text : undefined,
    }),
  },
})

/** Shows the text's own heading in the editor as what it is: larger than a paragraph, and no section. */
function SubtitleStyle({children}: PropsWithChildren) {
  return <span style={{fontSize: '1.25em', fontStyle: 'italic'}}>{children}</span>
}

const members = z.array(
  z.object({_type: z.string().optional(), _key: z.string().optional(), style: z.string().optional()}),
)

type Body = readonly unknown[] | undefined
type Finding = true | {message: string; path: Array<{_key: string} | number>}

const LEVELS: Readonly<Record<string, number>> = {h2: 2, h3: 3, h4: 4}

/** Refuses a second "Last updated" line: two lines would show the same date twice. */
export function validateSingleMarker(body: Body): Finding {
  const markers = indexed(body).filter(({member}) => member._type === 'lastUpdatedMarker')
  const second = markers[1]
  return second
    ? finding('The "Last updated" line may stand in the text only once. Remove this one.', second)
    : true
}

/** Warns of a heading that skips a level, which people who listen to the page or move by headings stumble over. */
export function validateHeadingOrder(body: Body): Finding {
  let current = 1
  for (const entry of indexed(body)) {
    const level = LEVELS[entry.member.style ?? '']
    if (level === undefined) continue
    if (level > current + 1)
      return finding('This heading skips a level. Use the next larger heading here.', entry)
    current = level
  }
  return true
}

type Entry = {member: z.infer<typeof members>[number]; index: number}

/** The members of a body with their places. The Studio promises nothing about the shape of what it validates. */
const indexed = (body: Body): Entry[] => members.parse(body ?? []).map((member, index) => ({member, index}))

const finding = (message: string, {member, index}: Entry): Finding => ({
  message,
  path: [member._key ? {_key: member._key} : index],
})
