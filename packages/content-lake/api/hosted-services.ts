import type {Feature, LakeResponse, Route} from '../contracts.ts'

const noContent = (): LakeResponse => ({status: 204})
const emptyObject = (): LakeResponse => ({body: {}})
const emptyList = (): LakeResponse => ({body: []})
/** How many releases the Studio lets people create; the lake itself knows no limit. */
const RELEASES = 10_000

/**
 * Services beside the Content Lake that the Studio always asks: offers, announcements, telemetry, schedules. Each answer is
 * that of a project without the service.
 */
export function createHostedServicesFeature(): Feature {
  return {
    routes: [
      get('/ping', () => ({body: {ok: true}})),
      get('/data/ping/:dataset', () => ({body: {ok: true}})),
      get('/check/cors', () => ({body: {result: {allowed: true, withCredentials: true}}})),
      get('/geoip/country', () => ({body: {country: null}})),
      get('/help', () => ({body: {resources: {title: '', sectionArray: [], welcome: null}}})),
      get('/features', () => ({body: ['contentReleases']})),
      get('/projects/:projectId/new-content-release-allowed', () => ({
        body: {
          data: {
            orgActiveReleaseCount: 0,
            orgMeteredActiveReleaseCount: 0,
            datasetReleaseLimit: RELEASES,
            orgActiveReleaseLimit: null,
          },
        },
      })),
      get('/access/requests/me', emptyList),
      get('/access/project/:projectId/requests', emptyList),
      get('/journey/announcements', emptyList),
      get('/journey/trial', emptyObject),
      get('/journey/:subject*', noContent),
      get('/intake/telemetry-status', () => ({body: {status: 'denied'}})),
      post('/intake/batch', emptyObject),
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
