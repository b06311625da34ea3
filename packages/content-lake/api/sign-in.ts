import {type People, type Person, roleTitle} from '../access/people.ts'
import {Tickets} from '../access/tickets.ts'
import type {Feature, LakeRequest, LakeResponse} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {isLoopbackAddress, isLoopbackName} from '../http/hosts.ts'

type Options = {people: People; siteOrigins: readonly string[]; baseUrl: () => string}

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** Sign-in as the Studio expects it: a redirect brings a session id, which can be exchanged for a token once. */
export function createSignInFeature({people, siteOrigins, baseUrl}: Options): Feature {
  const sessions = new Tickets<string>()

  const login = ({incoming, search}: LakeRequest): LakeResponse => {
    // No password is asked for, so only connections of this machine may sign in. Headers can be forged and do not count.
    if (!isLoopbackAddress(incoming.socket.remoteAddress ?? ''))
      throw httpError(403, 'Signing in is only possible in a browser on the machine that runs this lake')
    const target = loginTarget(search.get('origin') ?? '', siteOrigins)
    if (!target)
      throw httpError(400, 'The "origin" must be a page on this machine or on a site that this lake serves')
    const user = search.get('user')
    if (user === null) return {headers: PAGE_HEADERS, body: loginPage(people.all(), target)}
    const person = people.withId(user)
    if (!person) throw httpError(404, 'There is no such person')
    return {status: 302, headers: {location: `${target}#sid=${sessions.issue(person.token)}`}}
  }

  const fetchToken = ({search}: LakeRequest): LakeResponse => {
    const token = sessions.redeem(search.get('sid') ?? '')
    if (!token) throw httpError(401, 'Session not found')
    return {body: {token}}
  }

  const providers = (): LakeResponse => ({
    body: {
      providers: [{name: 'local', title: 'This machine', url: `${baseUrl()}/local/login`}],
      thirdPartyLogin: false,
      sso: {},
    },
  })

  return {
    routes: [
      {method: 'GET', pattern: '/local/login', access: 'anyone', handle: login},
      {method: 'GET', pattern: '/auth/fetch', access: 'anyone', handle: fetchToken},
      {method: 'GET', pattern: '/auth/providers', access: 'anyone', handle: providers},
      {method: 'POST', pattern: '/auth/logout', access: 'anyone', handle: () => ({body: {ok: true}})},
      {
        method: 'GET',
        pattern: '/auth/id',
        access: 'viewer',
        handle: ({identity}) => ({body: {id: identity?.id}}),
      },
    ],
  }
}

const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 15vh auto; padding: 0 1rem; color: #1a1a1a }
  ul { list-style: none; padding: 0 }
  a { display: block; padding: .75rem 1rem; margin: .5rem 0; border: 1px solid #8a8a8a; border-radius: .5rem; color: inherit; text-decoration: none }
  a:hover, a:focus { border-color: #0b57d0; outline: 2px solid #0b57d0 }
  small { display: block; color: #555 }
`

/** A page with the people to choose from. It shows names and roles, and no tokens. */
function loginPage(people: readonly Person[], target: string): string {
  const choices = people.map(({id, name, role}) => {
    const href = `?${new URLSearchParams({origin: target, user: id})}`
    return `<li><a href="${escapeHtml(href)}">${escapeHtml(name)}<small>${escapeHtml(roleTitle(role))}</small></a></li>`
  })
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in</title><style>${STYLE}</style></head>
<body><main><h1>Sign in as</h1><ul>${choices.join('')}</ul></main></body>
</html>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/**
 * The page that a sign-in returns to: on this machine, or on an origin that the operator named. A page elsewhere would be
 * given the session, and with it a token.
 *
 * @returns The address without its fragment, or null when it is not allowed.
 */
function loginTarget(origin: string, allowedOrigins: readonly string[]): string | null {
  if (!URL.canParse(origin)) return null
  const url = new URL(origin)
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  if (!isWeb || url.username || url.password) return null
  if (!isLoopbackName(url.hostname) && !allowedOrigins.includes(url.origin)) return null
  url.hash = ''
  return url.href
}
