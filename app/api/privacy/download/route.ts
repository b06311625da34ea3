import {commerce} from '#lib/commerce.ts'
import {env} from '#lib/env.ts'
import {REQUESTS_PATH} from '#lib/format/forms.ts'
import {problemPage} from '#lib/http/errors.ts'
import {readForm} from '#lib/http/forms.ts'
import {logger} from '#lib/log.ts'
import {ARCHIVE_NAME, archiveOf} from '#lib/personal-data/archive.ts'
import {exportPerson} from '#lib/personal-data/export.ts'
import {requestOfPage} from '#lib/personal-data/requests.ts'

const MAX_BODY_BYTES = 4 * 1024
const PAGE = {label: 'Ask for a new link', href: REQUESTS_PATH}

/** Hands a person what is held about them as a ZIP file. The form that asks for it carries the key of its page. */
export async function POST(request: Request): Promise<Response> {
  const read = await readForm(request, {siteUrl: env().SITE_URL, maxBytes: MAX_BODY_BYTES, page: PAGE})
  if (!read.ok) return read.response
  try {
    const asked = await requestOfPage(commerce().db, read.fields.key ?? '')
    if (asked?.kind !== 'access') return problemPage(EXPIRED)
    return new Response(await archiveOf(await exportPerson(commerce(), asked.email)), {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${ARCHIVE_NAME}"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    logger.error({error: error instanceof Error ? error.name : 'unknown'}, 'an export could not be made')
    return problemPage(UNAVAILABLE)
  }
}

const EXPIRED = {
  status: 410,
  title: 'The time is up',
  paragraphs: ['For your protection the button works for 30 minutes. Ask again, and you get a new link.'],
  action: PAGE,
}

const UNAVAILABLE = {
  status: 503,
  title: 'The file cannot be made just now',
  paragraphs: ['Something on our side does not answer. Go back and press the button again in a minute.'],
  action: PAGE,
  retryAfter: 60,
}
