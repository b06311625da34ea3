import {defineConfig} from 'sanity'
import {createStudioConfig} from './sanity/studio.ts'

/** The Studio as Sanity's command line sees it. The site builds its own from the same function. */
export default defineConfig(
  createStudioConfig({
    projectId: process.env.SANITY_PROJECT_ID || 'plumbperfect',
    dataset: process.env.SANITY_DATASET || 'production',
    apiHost: process.env.SANITY_API_HOST,
    loginUrl: process.env.SANITY_LOGIN_URL,
    hostedFeatures: process.env.SANITY_HOSTED_FEATURES === 'off' ? 'off' : 'on',
    // The Studio of Sanity's command line stands at another origin than the site.
    ownerDesk: 'off',
    siteUrl: process.env.SITE_URL || 'http://localhost:3000',
  }),
)
