import {env} from '#lib/env.ts'

/** Where Sanity delivers the images of all projects. */
const SANITY_CDN = 'https://cdn.sanity.io'

/** The folder of this dataset's images, which is the only place that images are ever taken from. */
export function imageSource(): string {
  const {SANITY_API_HOST, SANITY_PROJECT_ID, SANITY_DATASET} = env()
  return `${SANITY_API_HOST ?? SANITY_CDN}/images/${SANITY_PROJECT_ID}/${SANITY_DATASET}`
}
