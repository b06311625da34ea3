import {defineDocuments, defineLocations, type PresentationPluginOptions} from 'sanity/presentation'

/** Leads from an address of the site to the document it shows, and from a document to where it is shown. */
export const resolve: PresentationPluginOptions['resolve'] = {
  mainDocuments: defineDocuments([
    {route: '/checkout/:slug', filter: '_type == "plan" && slug.current == $slug'},
    {route: '/:slug', filter: '_type == "policy" && slug.current == $slug'},
    {route: '/:slug/', filter: '_type == "policy" && slug.current == $slug'},
  ]),
  locations: {
    policy: defineLocations({
      select: {title: 'title', slug: 'slug.current'},
      resolve: (document) =>
        document?.slug
          ? {locations: [{title: document.title || 'Policy without a title', href: `/${document.slug}`}]}
          : {message: 'Give the policy an address to see it on the site.', tone: 'caution'},
    }),
    plan: defineLocations({
      select: {title: 'name', slug: 'slug.current'},
      resolve: (document) =>
        document?.slug
          ? {
              locations: [
                {title: document.title || 'Plan without a name', href: `/checkout/${document.slug}`},
              ],
            }
          : {message: 'Give the plan an address to see it on the site.', tone: 'caution'},
    }),
    siteSettings: defineLocations({
      message: 'Used on every page of the site.',
      tone: 'caution',
      locations: [{title: 'Home', href: '/'}],
    }),
  },
}
