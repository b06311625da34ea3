import type {Feature, LakeResponse, Route} from '../contracts.ts'

const nothing = (): LakeResponse => ({status: 204})
const empty = (): LakeResponse => ({body: {}})
const none = (): LakeResponse => ({body: []})

/**
 * Hosted services around the Content Lake that the Studio asks for whether or not it uses them: offers, announcements,
 * telemetry, schedules. Each answer says that there is nothing of the kind.
 */
export function createHostedServicesFeature(): Feature {
  return {
    routes: [
      get('/ping', () => ({body: {ok: true}})),
      get('/data/ping/:dataset', () => ({body: {ok: true}})),
      get('/check/cors', () => ({body: {result: {allowed: true, withCredentials: true}}})),
      get('/geoip/country', () => ({body: {country: null}})),
      get('/help', () => ({body: {resources: {title: '', sectionArray: [], welcome: null}}})),
      get('/features', none),
      get('/access/requests/me', none),
      get('/access/project/:projectId/requests', none),
      get('/journey/announcements', none),
      get('/journey/trial', empty),
      get('/journey/:subject*', nothing),
      get('/intake/telemetry-status', () => ({body: {status: 'denied'}})),
      post('/intake/batch', empty),
      get('/subscriptions/project/:projectId', () => ({
        body: {plan: {planTypeId: 'local'}, featureTypes: {}},
      })),
      get('/schedules/:projectId/:dataset', () => ({body: {schedules: [], totalCount: 0}})),
      get('/data/references/:dataset/documents/:id/to', () => ({body: {totalCount: 0, references: []}})),
      get('/media-libraries', () => ({body: {data: []}})),
    ],
  }
}

function get(pattern: string, handle: Route['handle']): Route {
  return {method: 'GET', pattern, access: 'anyone', handle}
}

function post(pattern: string, handle: Route['handle']): Route {
  return {method: 'POST', pattern, access: 'anyone', handle}
}
