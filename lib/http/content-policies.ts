/** Hosts that the policies of pages name, as the site is configured. */
export type PolicyHosts = {
  /** The Content Lake's address; Sanity's own when left out. */
  lake?: string | undefined
  /** Whether the Studio may use services of Sanity beside the Content Lake. */
  hostedFeatures: 'on' | 'off'
  /** Where checkout sessions are paid, when that is not at Stripe. */
  checkout?: string | undefined
  /** Where Google's tag is loaded from. Only pages that ask about analytics name it. */
  tag: string
}

const STRIPE_CHECKOUT = 'https://checkout.stripe.com'

/** Forms whose answer is a redirect to where an order is paid. */
const CHECKOUT_FORM = /^\/(?:api\/)?checkout(?:\/|$)/

/** What the content security policies of the site allow beside the site itself, for the document server. */
export function policySettings({lake, hostedFeatures, checkout, tag}: PolicyHosts) {
  const payingHosts = [STRIPE_CHECKOUT, ...(checkout === undefined ? [] : [new URL(checkout).origin])]
  const studio = studioSources(lake, hostedFeatures)
  return {
    scripted: {
      'img-src': studio.pictures,
      'connect-src': studio.connections,
      'form-action': payingHosts,
    },
    asset: {'connect-src': studio.connections},
    application: {
      path: '/studio',
      sources: {
        'script-src': studio.scripts,
        'img-src': studio.pictures,
        'media-src': studio.pictures,
        'font-src': studio.fonts,
        'connect-src': studio.connections,
        'frame-src': studio.frames,
      },
    },
    forms: {action: CHECKOUT_FORM, sources: payingHosts},
    kept: {analytics: tagSources(tag)},
  }
}

const GOOGLE_TAG = 'https://www.googletagmanager.com'

/**
 * What Google's tag needs. A policy is the same for every reader of a page, so it names these hosts wherever the question
 * is asked; the script on the page decides by the answer.
 *
 * @see https://developers.google.com/tag-platform/security/guides/csp
 */
function tagSources(tag: string) {
  const {origin} = new URL(tag)
  if (origin !== GOOGLE_TAG) return {'script-src': [origin], 'connect-src': [origin], 'img-src': [origin]}
  const reports = ['https://*.google-analytics.com', 'https://*.googletagmanager.com']
  return {
    'script-src': ['https://*.googletagmanager.com'],
    'connect-src': [...reports, 'https://*.analytics.google.com'],
    'img-src': reports,
  }
}

/** The hosts that the Studio works with: with its hosted features off, the Content Lake alone. */
function studioSources(lake: string | undefined, hostedFeatures: 'on' | 'off') {
  if (lake !== undefined && hostedFeatures === 'off')
    return {
      scripts: [],
      pictures: [new URL(lake).origin],
      fonts: [],
      frames: [],
      connections: lakeSources(lake),
    }
  const sanity = ['https://*.sanity.io', 'https://*.sanity-cdn.com', 'https://sanity-cdn.com']
  const own = lake === undefined ? [] : lakeSources(lake)
  return {
    scripts: sanity,
    // Pictures of people come from the many services where they sign in.
    pictures: ['https:', ...own],
    fonts: sanity,
    frames: ['https://*.sanity.io'],
    connections: [...sanity, 'wss://*.sanity.io', ...own],
  }
}

/**
 * A content security policy for a Studio whose hosted features are off: it may talk to this site and to the Content
 * Lake, and to nobody else. Several of the Studio's calls to Sanity (version check, feedback, error reports, a font)
 * have no switch of their own.
 *
 * @param apiHost the Content Lake's address, `http://localhost:3001`
 */
export function studioPolicy(apiHost: string): string {
  return `connect-src 'self' ${lakeSources(apiHost).join(' ')}; font-src 'self' data:`
}

/**
 * The sources, as content security policies name them, under which a browser reaches a Content Lake of one's own.
 * Streams use names below it, so that a browser does not run out of connections to one name.
 *
 * @param apiHost the Content Lake's address, `http://localhost:3001`
 */
function lakeSources(apiHost: string): string[] {
  const {protocol, host} = new URL(apiHost)
  const socket = protocol === 'https:' ? 'wss:' : 'ws:'
  return [protocol, socket].flatMap((scheme) => [`${scheme}//${host}`, `${scheme}//*.${host}`])
}
