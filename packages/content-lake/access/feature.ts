import type {Feature, LakeRequest, LakeResponse} from '../contracts.ts'
import {httpError} from '../errors.ts'
import {isLoopbackAddress} from '../http/loopback.ts'
import {loginPage} from './login-page.ts'
import {loginTarget} from './login-target.ts'
import type {People} from './people.ts'
import {Tickets} from './tickets.ts'

type Options = {people: People; siteOrigins: readonly string[]; baseUrl: () => string}

const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
}

/** Signing in, the way the Studio does it: a redirect brings a session id, which is exchanged once for a token. */
export function createAccessFeature({people, siteOrigins, baseUrl}: Options): Feature {
  const sessions = new Tickets<string>()

  const login = ({incoming, search}: LakeRequest): LakeResponse => {
    // No password is asked for, so it matters where the connection itself comes from; a header could say anything.
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
