import {CogIcon} from '@sanity/icons/Cog'
import {MenuIcon} from '@sanity/icons/Menu'
import {defineArrayMember, defineField, defineType} from 'sanity'
import {USUAL_TIME_ZONE} from '#lib/format/dates.ts'

/** Those of the United States, where the business sells (https://www.iana.org/time-zones). */
const TIME_ZONES = [
  {title: 'Eastern (New York)', value: USUAL_TIME_ZONE},
  {title: 'Central (Chicago)', value: 'America/Chicago'},
  {title: 'Mountain (Denver)', value: 'America/Denver'},
  {title: 'Mountain without summer time (Phoenix)', value: 'America/Phoenix'},
  {title: 'Pacific (Los Angeles)', value: 'America/Los_Angeles'},
  {title: 'Alaska (Anchorage)', value: 'America/Anchorage'},
  {title: 'Hawaii (Honolulu)', value: 'Pacific/Honolulu'},
]

/** What every page of the site shares. There is one such document; its id is its type. */
export const siteSettings = defineType({
  name: 'siteSettings',
  title: 'Site settings',
  type: 'document',
  icon: CogIcon,
  groups: [
    {name: 'business', title: 'Business', default: true},
    {name: 'navigation', title: 'Menu and announcement'},
    {name: 'footer', title: 'Footer'},
    {name: 'contact', title: 'Contact form'},
    {name: 'analytics', title: 'Analytics'},
  ],
  fields: [
    defineField({
      name: 'name',
      title: 'Name of the site',
      type: 'string',
      group: 'business',
      description: 'Stands at the top of every page, in browser tabs and in search results.',
      validation: (rule) => rule.required().error('Give the site a name.'),
    }),
    defineField({
      name: 'description',
      title: 'Description',
      type: 'text',
      rows: 2,
      group: 'business',
      description: 'For search results and shared links of pages that have no summary of their own.',
      validation: (rule) =>
        rule.max(160).warning('Search results cut descriptions off after about 160 characters.'),
    }),
    defineField({
      name: 'shareImage',
      title: 'Picture for shared links',
      type: 'picture',
      group: 'business',
      description:
        'Shown beside the title where somebody shares a page. It is cut to 1200 by 630 pixels; move the circle of "Edit hotspot" to what must stay visible.',
    }),
    defineField({
      name: 'contactEmail',
      title: 'Contact e-mail',
      type: 'string',
      group: 'business',
      description: 'Shown in the footer. Leave it empty to show nothing.',
      validation: (rule) =>
        rule.email().error('Write a whole e-mail address, for example hello@example.com.'),
    }),
    defineField({
      name: 'calendarAddress',
      title: 'Address for calendars',
      type: 'string',
      group: 'business',
      description:
        'The e-mail address with which clients share their calendar; the set-up form names it. It should have an account with Google and with Microsoft. While it is empty, clients are told that you write to them.',
      validation: (rule) =>
        rule.email().error('Write a whole e-mail address, for example calendar@example.com.'),
    }),
    defineField({
      name: 'timeZone',
      title: 'Time zone',
      type: 'string',
      group: 'business',
      description:
        'Decides on which day a policy is published, and when midnight is for one that takes effect on a day to come.',
      options: {list: TIME_ZONES},
      initialValue: USUAL_TIME_ZONE,
    }),
    defineField({
      name: 'announcement',
      title: 'Announcement',
      type: 'announcement',
      group: 'navigation',
      description: 'One line above every page. Leave the text empty to show nothing.',
    }),
    defineField({
      name: 'announcementFrom',
      title: 'The announcement appears on',
      type: 'date',
      group: 'navigation',
      description:
        'It appears by itself when this day begins. Leave it empty to show it from the publish on.',
    }),
    defineField({
      name: 'announcementUntil',
      title: 'The announcement goes on',
      type: 'date',
      group: 'navigation',
      description: 'It is gone when this day begins. Leave it empty to show it until you take it away.',
      validation: (rule) =>
        rule.custom((until, {document}) =>
          typeof until === 'string' &&
          typeof document?.announcementFrom === 'string' &&
          until <= document.announcementFrom
            ? 'It would be gone before it appears. Please choose a later day.'
            : true,
        ),
    }),
    defineField({
      name: 'navigation',
      title: 'Menu',
      type: 'array',
      group: 'navigation',
      description: 'The links at the top of every page, in this order. Drag them to change the order.',
      of: [defineArrayMember({type: 'siteLink'})],
      validation: (rule) => rule.max(7).warning('More than seven links do not fit beside each other.'),
    }),
    defineField({
      name: 'phone',
      title: 'Phone',
      type: 'string',
      group: 'footer',
      description: 'With its area code, for example (206) 555-0143. Leave it empty to show nothing.',
      validation: (rule) => rule.custom(validatePhone),
    }),
    defineField({
      name: 'address',
      title: 'Postal address',
      type: 'text',
      rows: 3,
      group: 'footer',
      description: 'As on an envelope, line by line. Leave it empty to show nothing.',
    }),
    defineField({
      name: 'footerColumns',
      title: 'Columns of links',
      type: 'array',
      group: 'footer',
      of: [defineArrayMember({type: 'footerColumn'})],
      validation: (rule) => rule.max(4).warning('More than four columns do not fit beside each other.'),
    }),
    defineField({
      name: 'footerNote',
      title: 'Last line',
      type: 'string',
      group: 'footer',
      description: 'One line at the very end of every page.',
    }),
    defineField({
      name: 'copyrightHolder',
      title: 'Holder of the copyright',
      type: 'string',
      group: 'footer',
      description:
        'Shown with the sign and the year: © 2026 PlumbPerfect Leads. Leave it empty to show nothing.',
    }),
    defineField({
      name: 'copyrightYear',
      title: 'Year of the copyright',
      type: 'number',
      group: 'footer',
      description: 'The year in which the site was first published. It need not be changed every January.',
      hidden: ({parent}) => !parent?.copyrightHolder,
      validation: (rule) =>
        rule.integer().min(1990).max(2100).error('Write the year with four digits, for example 2026.'),
    }),
    defineField({
      name: 'sentTitle',
      title: 'Heading after a message was sent',
      type: 'string',
      group: 'contact',
      description: '"Your message has arrived" when left empty.',
      validation: (rule) => rule.max(60).warning('More than 60 characters take three lines of a phone.'),
    }),
    defineField({
      name: 'sentText',
      title: 'Text after a message was sent',
      type: 'text',
      rows: 4,
      group: 'contact',
      description:
        'Says what happens next. An empty line begins a new paragraph. Promise nothing that is not kept: requests about personal information are answered within 28 days.',
    }),
    defineField({
      name: 'measurementId',
      title: 'Google Analytics measurement id',
      type: 'string',
      group: 'analytics',
      placeholder: 'G-XXXXXXXXXX',
      description:
        'Leave it empty to use no analytics: then nothing is asked and nothing is loaded. With an id, every visitor is asked first, as the privacy policy promises, and Google’s tag is loaded only after a yes. Visits are counted without it too, without cookies: npm run ops -- visits.',
      validation: (rule) =>
        rule
          .regex(/^G-[A-Z0-9]{4,16}$/)
          .error(
            'A measurement id looks like G-AB12CD34EF. You find it in Google Analytics, under Data streams.',
          ),
    }),
  ],
  preview: {select: {subtitle: 'name'}, prepare: ({subtitle}) => ({title: 'Site settings', subtitle})},
})

/** Tells an editor in plain words why a number cannot be called. */
export function validatePhone(phone: string | undefined): true | string {
  const digits = phone?.replace(/\D/g, '') ?? ''
  if (!phone || (/^[\d\s().+-]+$/.test(phone) && digits.length >= 10 && digits.length <= 15)) return true
  return 'Write the whole number with its area code, for example (206) 555-0143.'
}

/** A column of links at the foot of every page. */
export const footerColumn = defineType({
  name: 'footerColumn',
  title: 'Column',
  type: 'object',
  icon: MenuIcon,
  fields: [
    defineField({
      name: 'title',
      title: 'Heading',
      type: 'string',
      validation: (rule) => rule.required().error('Give the column a heading.'),
    }),
    defineField({
      name: 'links',
      title: 'Links',
      type: 'array',
      of: [defineArrayMember({type: 'siteLink'})],
      validation: (rule) => rule.required().min(1).error('Add at least one link, or remove the column.'),
    }),
  ],
  preview: {
    select: {title: 'title', links: 'links'},
    prepare: ({title, links}) => ({title, subtitle: `${Array.isArray(links) ? links.length : 0} links`}),
  },
})
