import {lakeSources} from '#lib/http/studio-policy.ts'

/** What every response carries, of whatever kind: page, picture, redirect, refusal. */
export const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['Strict-Transport-Security', 'max-age=63072000; includeSubDomains'],
  ['X-Content-Type-Options', 'nosniff'],
  // `no-referrer` would make browsers send `Origin: null` with forms, which are refused then.
  ['Referrer-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  [
    'Permissions-Policy',
    'accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
  ],
]

/** All that can be said of a page by a build alone, for servers that send Next's pages as they are. */
export const BASIC_POLICY = "frame-ancestors 'self'; base-uri 'self'; object-src 'none'"

/** Hosts that policies name, as this server is configured. */
export type PolicySettings = {
  /** The Content Lake's address; Sanity's own when left out. */
  lake?: string | undefined
  /** Whether the Studio may use services of Sanity beside the Content Lake. */
  hostedFeatures: 'on' | 'off'
  /** Where else than at Stripe somebody pays. */
  checkout?: string | undefined
}

const STRIPE_CHECKOUT = 'https://checkout.stripe.com'

/** Forms whose answer leads to where somebody pays. Browsers hold redirects after a form to `form-action` as well. */
const PAYS = /^\/(?:api\/)?checkout(?:\/|$)/

/**
 * The `Content-Security-Policy` of each kind of response. The strictest that each kind can do with.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export function securityPolicies({lake, hostedFeatures, checkout}: PolicySettings) {
  const payingHosts = [STRIPE_CHECKOUT, ...(checkout === undefined ? [] : [new URL(checkout).origin])]
  const studio = studioSources(lake, hostedFeatures)
  return {
    /** A finished page: no script but files of this site, and exactly the styles that it came with. */
    document: ({styles, formTargets}: {styles: readonly string[]; formTargets: readonly string[]}) =>
      join({
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': styles.length === 0 ? ["'none'"] : styles,
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'"],
        'manifest-src': ["'self'"],
        'form-action': ["'self'", ...(formTargets.some((target) => PAYS.test(target)) ? payingHosts : [])],
        'base-uri': ["'none'"],
        // The Studio shows the site beside the fields; nobody else may frame it.
        'frame-ancestors': ["'self'"],
      }),

    /** A page with Next's scripts, which are inline in part: what an editor sees in a preview. */
    scripted: join({
      'default-src': ["'self'"],
      'script-src': ["'self'", "'unsafe-inline'"],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:', 'blob:', ...studio.pictures],
      'font-src': ["'self'", 'data:'],
      'connect-src': ["'self'", ...studio.connections],
      'form-action': ["'self'", ...payingHosts],
      'base-uri': ["'none'"],
      'object-src': ["'none'"],
      'frame-ancestors': ["'self'"],
    }),

    /** The Studio: an application whose styles are made while it runs. */
    studio: join({
      'default-src': ["'self'"],
      'script-src': ["'self'", "'unsafe-inline'", ...studio.scripts],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:', 'blob:', ...studio.pictures],
      'media-src': ["'self'", 'blob:', ...studio.pictures],
      'font-src': ["'self'", 'data:', ...studio.fonts],
      'connect-src': ["'self'", 'blob:', 'data:', ...studio.connections],
      'worker-src': ["'self'", 'blob:'],
      'frame-src': ["'self'", ...studio.frames],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'object-src': ["'none'"],
      'frame-ancestors': ["'self'"],
    }),

    /** Scripts, styles and the like of a build. A worker obeys the policy of its own file. */
    asset: join({
      'default-src': ["'self'"],
      'connect-src': ["'self'", ...studio.connections],
      'frame-ancestors': ["'none'"],
    }),

    /** What no browser shows as a page: data, pictures, redirects, refusals. */
    nothing: join({
      'default-src': ["'none'"],
      'style-src': ["'unsafe-inline'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    }),
  }
}

export type SecurityPolicies = ReturnType<typeof securityPolicies>

/** The hosts that the Studio works with: with its hosted features off, the Content Lake and nobody else. */
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
    // Pictures of people come from wherever they signed in.
    pictures: ['https:', ...own],
    fonts: sanity,
    frames: ['https://*.sanity.io'],
    connections: [...sanity, 'wss://*.sanity.io', ...own],
  }
}

function join(directives: Record<string, readonly string[]>): string {
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ')
}
