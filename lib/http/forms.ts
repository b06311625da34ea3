import type {z} from 'zod'
import {type ProblemPage, problemPage} from './errors.ts'
import {isSameOrigin, limitedText} from './request.ts'

/**
 * How a form of the site is answered. `done`: the browser is led to another address, so that neither a reload nor Back
 * sends the form again. `again`: the page at `path` stands in the answer, with the form as it was sent.
 */
export type FormAnswer =
  | {kind: 'done'; location: string}
  | {kind: 'again'; path: string; status: number; form: unknown}

export type FormOptions = {
  /** The site's own address, as browsers know it. */
  siteUrl: string
  /** Bytes of a body, as it is sent. */
  maxBytes: number
  /** Where a form that is refused unread is found. */
  page: {label: string; href: string}
  /** What else is true of a form that is refused unread, such as that nothing was charged. */
  note?: string
}

/**
 * Reads a form that a page of this site sent, as `application/x-www-form-urlencoded` or `multipart/form-data`. Files, which
 * no form of the site sends, are left out; of a name that stands twice, the last value counts.
 *
 * @returns its values by name, or a page that refuses it: 403 when it is not from this site, 413 when it is longer than
 * `maxBytes`, 400 when it cannot be read.
 */
export async function readForm(
  request: Request,
  {siteUrl, maxBytes, page, note}: FormOptions,
): Promise<{ok: true; fields: Record<string, string>} | {ok: false; response: Response}> {
  const refuse = ({status, title, paragraphs}: Omit<ProblemPage, 'action'>) => ({
    ok: false as const,
    response: problemPage({
      status,
      title,
      paragraphs: note === undefined ? paragraphs : [...paragraphs, note],
      action: page,
    }),
  })
  const {headers} = request
  if (!isSameOrigin(headers, siteUrl)) {
    const isSilent = !headers.has('origin') && !headers.has('sec-fetch-site')
    return refuse(isSilent ? UNKNOWN_ORIGIN : FOREIGN)
  }
  const body = await limitedText(request, maxBytes)
  if (body === undefined) return refuse(TOO_LARGE)
  const fields = await parseFields(body, headers.get('content-type') ?? '')
  return fields === undefined ? refuse(UNREADABLE) : {ok: true, fields}
}

async function parseFields(body: string, type: string): Promise<Record<string, string> | undefined> {
  if (!type.startsWith('multipart/form-data')) return Object.fromEntries(new URLSearchParams(body))
  try {
    const sent = await new Response(body, {headers: {'content-type': type}}).formData()
    return Object.fromEntries(
      [...sent].filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  } catch {
    return undefined
  }
}

/** Leads a browser on after a form was taken: it asks for `location` with GET (RFC 9110 §15.4.4). */
export function seeOther(location: string): Response {
  return new Response(null, {status: 303, headers: {location, 'cache-control': 'no-store'}})
}

/** The header that carries a returned form from the proxy to the page that shows it. It never leaves the process. */
export const RETURNED_FORM_HEADER = 'x-returned-form'

/** A returned form as the value of a header, which can hold no line break and no letter beyond Latin. */
export function encodeReturnedForm(form: unknown): string {
  return Buffer.from(JSON.stringify(form), 'utf8').toString('base64url')
}

/** Reads a returned form; nothing when the value is not one of this shape, such as one that a visitor made up. */
export function decodeReturnedForm<Form>(value: string | null, shape: z.ZodType<Form>): Form | undefined {
  if (value === null) return undefined
  try {
    return shape.parse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

const FOREIGN = {
  status: 403,
  title: 'This form is not from our site',
  paragraphs: ['Your browser says that another site sent it, so nothing was done with it.'],
}

const UNKNOWN_ORIGIN = {
  status: 403,
  title: 'We cannot tell where this form is from',
  paragraphs: [
    'Your browser did not say which site it was sent from, so nothing was done with it. Programs that hide which page a form comes from can cause this.',
    'Go back, where your words are still in the form, and turn such a program off for our site, or try another browser.',
  ],
}

const TOO_LARGE = {
  status: 413,
  title: 'This form is too long',
  paragraphs: [
    'Nothing was done with it. Go back, where your words are still in the form, and make it shorter.',
  ],
}

const UNREADABLE = {
  status: 400,
  title: 'This form is not complete',
  paragraphs: ['It did not arrive as our page makes it, so nothing was done with it.'],
}
