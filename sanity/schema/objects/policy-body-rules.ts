import {z} from 'zod'

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
