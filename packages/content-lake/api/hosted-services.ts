import type {Feature, LakeResponse, Route} from '../contracts.ts'

const noContent = (): LakeResponse => ({status: 204})
const emptyObject = (): LakeResponse => ({body: {}})
const emptyList = (): LakeResponse => ({body: []})
/** A page of a list that is empty. */
const emptyPage = (): LakeResponse => ({body: {data: [], nextCursor: null}})
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
      // The Studio offers its schema at each start; the lake keeps those that `sanity schemas deploy` sends.
      post('/descriptors/claim', () => ({body: {synchronization: {type: 'complete'}}})),
      post('/intake/feedback', noContent),
      get('/assist/tasks/:task/:dataset/status', () => ({
        body: {enabled: false, initialized: false, validToken: false},
      })),
      get('/aliases', emptyList),
      get('/apis/graphql', emptyList),
      member('/invitations/project/:projectId', emptyList),
      member('/projects/:projectId/cors', emptyList),
      member('/projects/:projectId/tokens', emptyList),
      member('/access/project/:projectId/robots', emptyPage),
      member('/projects/:projectId/datasets/:dataset/backups', () => ({body: {backups: []}})),
      member('/projects/:projectId/datasets/:dataset/settings/backups', () => ({body: {enabled: false}})),
      member('/projects/:projectId/datasets/:dataset/settings/embeddings', () => ({
        body: {enabled: false, status: 'disabled'},
      })),
    ],
  }
}

function get(pattern: string, handle: Route['handle']): Route {
  return {method: 'GET', pattern, access: 'anyone', handle}
}

/** Answered to those only who belong to the project. */
function member(pattern: string, handle: Route['handle']): Route {
  return {method: 'GET', pattern, access: 'viewer', handle}
}

function post(pattern: string, handle: Route['handle']): Route {
  return {method: 'POST', pattern, access: 'anyone', handle}
}
