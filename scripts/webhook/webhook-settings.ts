import {WEBHOOK_FILTER, WEBHOOK_PATH, WEBHOOK_PROJECTION} from '#lib/content/changes.ts'

/** The name by which the site finds its own webhook among those that people have added to the project. */
export const WEBHOOK_NAME = 'Site: published content'

type Place = {siteUrl: string; dataset: string; secret: string}

/** The webhook as it should be, in the shape of the hooks API. */
export function webhookSettings({siteUrl, dataset, secret}: Place) {
  return {
    type: 'document',
    name: WEBHOOK_NAME,
    description: 'Tells the site which pages to make anew. Kept up to date by `npm run sanity:webhook`.',
    url: `${siteUrl}${WEBHOOK_PATH}`,
    dataset,
    httpMethod: 'POST',
    apiVersion: 'v2021-03-25',
    includeDrafts: false,
    secret,
    rule: {on: ['create', 'update', 'delete'], filter: WEBHOOK_FILTER, projection: WEBHOOK_PROJECTION},
  }
}
