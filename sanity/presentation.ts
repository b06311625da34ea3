import {defineDocuments, defineLocations, type PresentationPluginOptions} from 'sanity/presentation'
import {documentPath} from '#lib/links/paths.ts'
import {standsAtPath} from './queries/fragments.ts'

/** Leads from an address of the site to the document it shows, and from a document to where it is shown. */
export const resolve: PresentationPluginOptions['resolve'] = {
  mainDocuments: defineDocuments([
    {route: '/checkout/:slug', filter: '_type == "plan" && slug.current == $slug'},
    {
      route: ['/', '/:first', '/:first/:rest*'],
      filter: standsAtPath,
      params: ({path}) => ({path: withoutSlash(path)}),
    },
  ]),
  locations: {
    page: defineLocations({
      select: {title: 'title', path: 'path'},
      resolve: (document) => location('page', document?.title, document?.path),
    }),
    policy: defineLocations({
      select: {title: 'title', slug: 'slug.current'},
      resolve: (document) => location('policy', document?.title, document?.slug),
    }),
    plan: defineLocations({
      select: {title: 'name', slug: 'slug.current'},
      resolve: (document) => location('plan', document?.title, document?.slug),
    }),
    siteSettings: defineLocations({
      message: 'Used on every page of the site.',
      tone: 'caution',
      locations: [{title: 'Home', href: '/'}],
    }),
  },
}

function location(type: string, title: string | undefined, name: string | undefined) {
  const href = documentPath(type, name)
  return href
    ? {locations: [{title: title || 'Without a title', href}]}
    : {message: 'Give it an address to see it on the site.', tone: 'caution' as const}
}

const withoutSlash = (path: string) => path.replace(/(?<=.)\/+$/, '')
