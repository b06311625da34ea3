import {CalendarIcon} from '@sanity/icons/Calendar'
import {CodeIcon} from '@sanity/icons/Code'
import {EnterRightIcon} from '@sanity/icons/EnterRight'
import {InfoOutlineIcon} from '@sanity/icons/InfoOutline'
import {OlistIcon} from '@sanity/icons/Olist'
import {PinIcon} from '@sanity/icons/Pin'
import {type BlockStyleDefinition, defineArrayMember, defineField, defineType} from 'sanity'
import {z} from 'zod'
import {textAnchors} from '#lib/format/anchors.ts'
import {findLeftovers} from '#lib/format/leftovers.ts'
import {listMarker, NUMBERINGS} from '#lib/format/lists.ts'
import {readPart, readText, type TextMember, wordsIn} from '#lib/format/portable-text.ts'
import {WithPresentTables} from './old-tables.tsx'
import {insideItem, WithTables} from './table.tsx'
import {ContinuedItem, Subscript, SubtitleStyle, Superscript} from './text-components.tsx'

/** What words of a text can be marked as; the same everywhere, so that the page draws them the same everywhere. */
const textMarks = {
  decorators: [
    {title: 'Bold', value: 'strong'},
    {title: 'Italic', value: 'em'},
    {title: 'Code', value: 'code'},
    {title: 'Underline', value: 'underline'},
    {title: 'Strike through', value: 'strike-through'},
    {title: 'Superscript', value: 'sup', icon: () => <sup>x</sup>, component: Superscript},
    {title: 'Subscript', value: 'sub', icon: () => <sub>x</sub>, component: Subscript},
  ],
  annotations: [{type: 'link'}],
}

/** Kinds of lists. */
const textLists = [
  {title: 'Bullets', value: 'bullet'},
  {title: 'Numbers', value: 'number'},
  {
    title: 'Goes on inside the item above',
    value: 'continued',
    icon: EnterRightIcon,
    component: ContinuedItem,
  },
]

/** A kind of paragraphs, headings and items: with lists and marks, and with what they say of themselves. */
const textBlock = (styles: BlockStyleDefinition[], of: 'lastUpdatedDate'[] = []) =>
  defineArrayMember({
    type: 'block',
    styles,
    lists: textLists,
    marks: textMarks,
    of: ['anchor' as const, 'itemNumber' as const, ...of].map((type) => defineArrayMember({type})),
  })

/** A few paragraphs without headings. */
export const shortText = defineType({
  name: 'shortText',
  title: 'Text',
  type: 'array',
  of: [textBlock([{title: 'Normal', value: 'normal'}])],
})

/** How texts with tables are edited. A field that has components of its own needs these too: it inherits none of its type's. */
export const TEXT_COMPONENTS = {input: WithPresentTables, portableText: {plugins: WithTables}}

/** A text of a page: headings, paragraphs, lists, links, tables, call-outs and pictures. */
export const formattedText = defineType({
  name: 'formattedText',
  title: 'Text',
  type: 'array',
  of: [
    textBlock([
      {title: 'Normal', value: 'normal'},
      {title: 'Heading', value: 'h2'},
      {title: 'Smaller heading', value: 'h3'},
    ]),
    defineArrayMember({type: 'table'}),
    defineArrayMember({type: 'code'}),
    defineArrayMember({type: 'callout'}),
    defineArrayMember({type: 'figure'}),
  ],
  components: TEXT_COMPONENTS,
  validation: (rule) => rule.custom(validateHeadingOrder).warning(),
})

/**
 * The words of a policy.
 *
 * `subtitle` is the text's own heading when it has one, beside the title of the page; sections are `h2` to `h4`. What a text
 * must be stands at the policy's field: rules of a field take the place of those of its type.
 */
export const policyBody = defineType({
  name: 'policyBody',
  title: 'Text',
  type: 'array',
  of: [
    textBlock(
      [
        {title: 'Normal', value: 'normal'},
        {title: "The text's own heading", value: 'subtitle', component: SubtitleStyle},
        {title: 'Section', value: 'h2'},
        {title: 'Part of a section', value: 'h3'},
        {title: 'Smallest heading', value: 'h4'},
        {title: 'Quotation', value: 'blockquote'},
      ],
      ['lastUpdatedDate'],
    ),
    defineArrayMember({type: 'lastUpdatedMarker'}),
    defineArrayMember({type: 'table'}),
    defineArrayMember({type: 'code'}),
    defineArrayMember({type: 'callout'}),
    defineArrayMember({type: 'figure'}),
  ],
  components: TEXT_COMPONENTS,
})

/** How the date is written; every form of it is kept as long as the date itself changes in one place. */
const dateFormat = defineField({
  name: 'format',
  title: 'How the date is written',
  type: 'string',
  description: 'Month, day and year, such as MMMM D, YYYY for January 6, 2023. Empty is MM/DD/YYYY.',
  validation: (rule) =>
    rule.custom(
      (format) =>
        !format || (/Y/.test(format) && /M/.test(format)) || 'Write at least a month (M) and a year (YYYY).',
    ),
})

/** A name by which links reach the paragraph or heading that it stands in. */
export const anchor = defineType({
  name: 'anchor',
  title: 'Anchor',
  type: 'object',
  icon: PinIcon,
  fields: [
    defineField({
      name: 'name',
      title: 'Name',
      type: 'string',
      description:
        'A link to #name leads here. Readers do not see it. Headings have an anchor by themselves.',
      validation: (rule) => [
        rule.required().error('Write a name, or remove the anchor.'),
        rule.custom((name) => !name || /^\S+$/.test(name) || 'A name has no spaces.'),
      ],
    }),
  ],
  preview: {select: {name: 'name'}, prepare: ({name}) => ({title: `#${name ?? ''}`})},
})

/** How a numbered item is counted, where that is not as its place says. It stands at the beginning of the item. */
export const itemNumber = defineType({
  name: 'itemNumber',
  title: 'Number of the item',
  type: 'object',
  icon: OlistIcon,
  fields: [
    defineField({
      name: 'number',
      title: 'Number',
      type: 'number',
      description: 'Where it is not the next one, for example 4 in a list that goes on after a paragraph.',
      validation: (rule) => rule.integer().min(0),
    }),
    defineField({
      name: 'numbering',
      title: 'Way of counting',
      type: 'string',
      description:
        'Of the whole list; all of its items need the same. Empty is 1., then a., then i. by the level.',
      options: {
        list: NUMBERINGS.map((value) => ({
          value,
          title: [1, 2, 3].map((n) => listMarker(value, n)).join(' '),
        })),
      },
    }),
  ],
  preview: {
    select: {number: 'number', numbering: 'numbering'},
    prepare: ({number, numbering}) => ({title: ['№', number, numbering].filter(Boolean).join(' ')}),
  },
})

/** The date that a policy was last updated, within a sentence. */
export const lastUpdatedDate = defineType({
  name: 'lastUpdatedDate',
  title: '"Last updated" date',
  type: 'object',
  icon: CalendarIcon,
  fields: [dateFormat],
  preview: {
    select: {format: 'format'},
    prepare: ({format}) => ({title: `the date, as ${format || 'MM/DD/YYYY'}`}),
  },
})

/** Text whose spaces and line breaks count. */
export const code = defineType({
  name: 'code',
  title: 'Code',
  type: 'object',
  icon: CodeIcon,
  fields: [
    defineField({
      name: 'code',
      title: 'Code',
      type: 'text',
      rows: 8,
      validation: (rule) => rule.required().error('Write the code, or remove this part.'),
    }),
    defineField({name: 'language', title: 'Language', type: 'string', hidden: true}),
    insideItem,
  ],
  preview: {select: {title: 'code'}},
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
    dateFormat,
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
      of: [textBlock([{title: 'Normal', value: 'normal'}])],
      validation: (rule) => rule.required().min(1).error('Write the text of the call-out, or remove it.'),
    }),
    insideItem,
  ],
  preview: {
    select: {label: 'label', text: 'text'},
    prepare: ({label, text}) => ({
      title: label || 'Call-out',
      subtitle: Array.isArray(text) ? text[0]?.children?.[0]?.text : undefined,
    }),
  },
})

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

/** Warns of what a template should have filled in or another system taken away: `[Company Name]`, `{{ site.name }}`. */
export function validateFilledIn(body: Body): Finding {
  for (const entry of indexed(body)) {
    const part = readPart((body ?? [])[entry.index])
    const [leftover] = part ? leftoversIn(part) : []
    if (leftover) return finding(`"${leftover}" looks like something to fill in or take away.`, entry)
  }
  return true
}

/** An address that a template should have filled in. */
const OPEN_ADDRESS = /\{\{|\{%|%7B%7B|%7B%25/i

/** What is left over in a part: in its words without those marked as code, which may look like anything, and in its addresses. */
function leftoversIn(part: TextMember): string[] {
  if (part._type === 'table')
    return [
      ...findLeftovers(part.caption ?? '').map(({words}) => words),
      ...part.rows.flatMap(({cells}) => cells.flat()).flatMap(leftoversIn),
    ]
  if (part._type === 'callout') return part.text.flatMap(leftoversIn)
  if (part._type === 'code') return []
  if (part._type !== 'block') return findLeftovers(wordsIn(part)).map(({words}) => words)
  const text = part.children.map((child) => (child.marks.includes('code') ? ' ' : child.text)).join('')
  const addresses = part.markDefs.flatMap(({href}) => (href && OPEN_ADDRESS.test(href) ? [href] : []))
  return [...findLeftovers(text).map(({words}) => words), ...addresses]
}

/** Warns of a link to a place in the text that is not there. */
export function validatePlaces(body: Body): Finding {
  const [dead] = textAnchors(readText(body).members).dead
  if (!dead) return true
  const entry = indexed(body).find(({member}) => member._key === dead.key)
  const message = `A link leads to #${dead.name}, and no heading or anchor of the text has that name.`
  return entry ? finding(message, entry) : {message, path: []}
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
