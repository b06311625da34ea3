import {z} from 'zod'
import {containsCardNumber} from '../format/card-number.ts'
import {severalLines} from '../format/text.ts'

/** One field of the set-up form. The words are what the client reads. */
export type SetupField = {
  label: string
  hint?: string
  /** `choice` shows every answer, `list` a list to choose from. */
  kind: 'text' | 'textarea' | 'tel' | 'email' | 'url' | 'choice' | 'list' | 'secret'
  /** For `choice` and `list`: what is stored, and what the client reads. */
  choices?: Readonly<Record<string, string>>
  /** What the field is part of, and its label there: `Monday`, `Opens`. */
  part?: {of: string; label: string}
  /** Asked for only while another field holds one of these values; otherwise it is not required, and not kept with a form that is sent. */
  onlyWhen?: {field: string; holds: readonly string[]}
  /** Most characters. */
  max: number
  /** Needed before the form can be sent, as long as it is asked for; saving never needs it. */
  required: boolean
}

/** What is wrong with each field, in words for the client. */
export type FieldProblems = Record<string, string>

export type CheckedDetails = {
  /** Fields that may be kept. A secret that was left empty is not among them: it stays what it was. */
  values: Record<string, string>
  problems: FieldProblems
}

const CARD_NUMBER = 'This looks like a card number. We never need one here: please take it out.'
/** Digits of a number of the North American Numbering Plan, area code included. */
const MIN_PHONE_DIGITS = 10
const LINK = z.url({protocol: /^https?$/})

const text = (label: string, rest: Partial<SetupField> = {}): SetupField => ({
  label,
  kind: 'text',
  max: 200,
  required: true,
  ...rest,
})
const area = (label: string, rest: Partial<SetupField> = {}) =>
  text(label, {kind: 'textarea', max: 4_000, ...rest})

const US_TIME_ZONES = {
  'America/New_York': 'Eastern',
  'America/Chicago': 'Central',
  'America/Denver': 'Mountain',
  'America/Phoenix': 'Arizona',
  'America/Los_Angeles': 'Pacific',
  'America/Anchorage': 'Alaska',
  'Pacific/Honolulu': 'Hawaii',
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Every half-hour of a day, `08:30`, as it is read on a clock: `8:30 am`. */
const TIMES: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({length: 48}, (_, index) => {
    const [hour, minutes] = [Math.floor(index / 2), index % 2 === 0 ? '00' : '30']
    const words = `${hour % 12 || 12}:${minutes} ${hour < 12 ? 'am' : 'pm'}`
    return [`${String(hour).padStart(2, '0')}:${minutes}`, words]
  }),
)

/** When the business is open, picked by day. */
const OPENING_HOURS: Record<string, SetupField> = Object.fromEntries(
  DAYS.flatMap((day, index) => {
    const [opens, closes] = [`${day.toLowerCase()}_opens`, `${day.toLowerCase()}_closes`]
    const before: Record<string, string> = index === 0 ? {} : {same: `As on ${DAYS[index - 1]}`}
    return [
      [
        opens,
        text(`${day}, opens`, {
          kind: 'list',
          choices: {...before, closed: 'Closed', all_day: 'Open day and night', ...TIMES},
          part: {of: day, label: 'Opens'},
        }),
      ],
      [
        closes,
        text(`${day}, closes`, {
          kind: 'list',
          choices: TIMES,
          part: {of: day, label: 'Closes'},
          onlyWhen: {field: opens, holds: Object.keys(TIMES)},
        }),
      ],
    ]
  }),
)

/** Calendars that are shared with us, so that no password is needed. */
const SHARED_CALENDARS = ['google', 'outlook']
const OTHER_CALENDAR = {field: 'calendar_provider', holds: ['other']}

/** What the set-up needs to know, in the order of the form. */
export const SETUP_SECTIONS = {
  business: {
    title: 'Your business',
    fields: {
      business_name: text('Name that customers know', {hint: 'The assistant introduces itself with it.'}),
      business_phone: text('Phone number that customers call', {kind: 'tel', max: 40}),
      website: text('Website', {kind: 'url', required: false}),
      services: area('Services that you offer', {hint: 'One a line, for example: drain cleaning.'}),
    },
  },
  area: {
    title: 'Where you work',
    fields: {
      service_area: area('Towns, ZIP codes or distance', {
        hint: 'A lead from elsewhere is told so politely.',
      }),
    },
  },
  hours: {
    title: 'When you work',
    fields: {
      time_zone: text('Time zone', {kind: 'choice', choices: US_TIME_ZONES}),
      ...OPENING_HOURS,
      opening_hours: area('Anything else about your hours', {
        hint: 'For example: a break at noon, holidays.',
        max: 1_000,
        required: false,
      }),
    },
  },
  emergencies: {
    title: 'Emergencies',
    fields: {
      takes_emergencies: text('Do you take emergency jobs?', {
        kind: 'choice',
        choices: {always: 'Yes, day and night', open_hours: 'Yes, in opening hours', no: 'No'},
      }),
      emergency_rules: area('What counts as an emergency, and what happens then', {
        hint: 'For example: a burst pipe is called through at once; a dripping tap waits.',
      }),
    },
  },
  questions: {
    title: 'Questions for every lead',
    fields: {
      qualifying_questions: area('What should the assistant ask?', {
        hint: 'One a line, for example: is the water turned off?',
      }),
    },
  },
  calendar: {
    title: 'Your calendar',
    fields: {
      calendar_provider: text('Calendar', {
        kind: 'choice',
        choices: {google: 'Google Calendar', outlook: 'Outlook Calendar', other: 'Another calendar'},
      }),
      calendar_account: text('Account that the calendar belongs to', {
        kind: 'email',
        hint: 'The e-mail address that you sign in to it with. We need no password of it.',
        onlyWhen: {field: 'calendar_provider', holds: SHARED_CALENDARS},
      }),
      calendar_system: text('Which calendar is it?', {
        hint: 'For example: iCloud.',
        onlyWhen: OTHER_CALENDAR,
      }),
      calendar_user: text('User name', {onlyWhen: OTHER_CALENDAR}),
      calendar_credential: text('App password', {
        kind: 'secret',
        hint: 'Not the password that you sign in with, but one that you make for us and can withdraw. Kept encrypted, used for the set-up only, and never shown again, not even to you.',
        max: 500,
        onlyWhen: OTHER_CALENDAR,
      }),
    },
  },
  handoff: {
    title: 'When the assistant cannot answer',
    fields: {
      handoff_method: text('Hand the lead over by', {
        kind: 'choice',
        choices: {text: 'Text message', call: 'Call'},
      }),
      handoff_number: text('To this number', {kind: 'tel', max: 40}),
      notes: area('Anything else', {required: false}),
    },
  },
} as const satisfies Record<string, {title: string; fields: Record<string, SetupField>}>

/** Every field by its name. */
export const SETUP_FIELDS: ReadonlyMap<string, SetupField> = new Map(
  Object.values(SETUP_SECTIONS).flatMap(({fields}) => Object.entries(fields)),
)

/** What a form holds, for a person to read: labels and words in the order of the form, empty fields left out. */
export function describeDetails(values: ReadonlyMap<string, string>): [label: string, words: string][] {
  return [...SETUP_FIELDS].flatMap(([name, {label, choices}]): [string, string][] => {
    const value = values.get(name)
    return value ? [[label, choices?.[value] ?? value]] : []
  })
}

/** Checks what a form sent, field by field. Unknown fields are left out; a field with a problem is not kept. */
export function checkDetails(sent: Readonly<Record<string, string>>): CheckedDetails {
  const values: Record<string, string> = {}
  const problems: FieldProblems = {}
  for (const [name, field] of SETUP_FIELDS) {
    const typed = sent[name]
    const value = typed === undefined ? undefined : severalLines(typed)
    if (value === undefined || (value === '' && field.kind === 'secret')) continue
    const problem = value === '' ? undefined : findProblem(field, value)
    if (problem === undefined) values[name] = value
    else problems[name] = problem
  }
  return {values, problems}
}

/** Whether a field is asked for, by the values of the others. */
export function isAskedFor({onlyWhen}: SetupField, values: ReadonlyMap<string, string>): boolean {
  return onlyWhen === undefined || onlyWhen.holds.includes(values.get(onlyWhen.field) ?? '')
}

/** What is still missing before the form can be sent. */
export function missingDetails(values: ReadonlyMap<string, string>): FieldProblems {
  const problems: FieldProblems = {}
  for (const [name, field] of SETUP_FIELDS) {
    if (field.required && isAskedFor(field, values) && !values.get(name))
      problems[name] = 'Please fill this in.'
  }
  return problems
}

/** The fields of a whole form that hold something although they are not asked for any more. */
export function needlessDetails(values: ReadonlyMap<string, string>): string[] {
  return [...SETUP_FIELDS].flatMap(([name, field]) =>
    values.get(name) && !isAskedFor(field, values) ? [name] : [],
  )
}

function findProblem(field: SetupField, value: string): string | undefined {
  if (containsCardNumber(value)) return CARD_NUMBER
  if (value.length > field.max)
    return `Please use at most ${inWords(field.max)} characters. These are ${inWords(value.length)}.`
  switch (field.kind) {
    case 'choice':
    case 'list':
      return Object.keys(field.choices ?? {}).includes(value)
        ? undefined
        : 'Please choose one of the answers.'
    case 'tel':
      return (value.match(/\d/g) ?? []).length >= MIN_PHONE_DIGITS
        ? undefined
        : 'Please enter a phone number with its area code.'
    case 'email':
      return z.email().safeParse(value).success ? undefined : 'Please enter an e-mail address.'
    case 'url':
      return LINK.safeParse(value).success ? undefined : 'Please enter an address that begins with https://.'
    case 'text':
    case 'textarea':
    case 'secret':
      return undefined
  }
}

const inWords = (count: number) => count.toLocaleString('en-US')
