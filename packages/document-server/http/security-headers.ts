import type {ServerResponse} from 'node:http'

export type Header = readonly [name: string, value: string]

/** A day: browsers that met a fault of HTTPS at the start forget the promise a day after it is mended. */
export const TRANSPORT_SECONDS = 86_400

/** From so long on, the promise holds for subdomains too, as lists of browsers ask for. */
const LONG_TRANSPORT_SECONDS = 31_536_000

/**
 * What every response carries, of any kind: page, picture, redirect, refusal.
 *
 * @param transportSeconds how long browsers reach the site by HTTPS alone; from a year on its subdomains too
 * @see https://hstspreload.org/#deployment-recommendations
 */
export const securityHeaders = (transportSeconds = TRANSPORT_SECONDS): readonly Header[] => [
  [
    'Strict-Transport-Security',
    `max-age=${transportSeconds}${transportSeconds < LONG_TRANSPORT_SECONDS ? '' : '; includeSubDomains'}`,
  ],
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

/** Sources by directive: `{'img-src': ['https://images.example']}`. */
export type DirectiveSources = Readonly<Record<string, readonly string[]>>

/** What policies allow beside the site itself. */
export type PolicySettings = {
  /** For pages with Next's scripts, such as a preview. */
  scripted?: DirectiveSources
  /** For files of the build. A worker obeys the policy of its own file. */
  asset?: DirectiveSources
  /** A part of the site that is an application, whose styles are made while it runs, and what it may use. */
  application?: {
    /** The address below which it is: `/studio`. */
    path: string
    sources?: DirectiveSources
  }
  /**
   * Where forms lead besides: those whose `action` matches may be answered by a redirect to these sources. Browsers hold
   * redirects after a form to `form-action` as well.
   */
  forms?: {action: RegExp; sources: readonly string[]}
  /** What pages may use besides when they keep a script, by the script's mark: `data-keep="mark"`. */
  kept?: Readonly<Record<string, DirectiveSources>>
}

/** What the policy of a finished page depends on. */
export type DocumentFacts = {
  /** Sources of `style-src` that allow exactly the styles within the page. */
  styles: readonly string[]
  /** Where forms of the page are sent, as written. */
  formTargets: readonly string[]
  /** The marks of scripts that stay. */
  kept: readonly string[]
}

/**
 * The `Content-Security-Policy` of each kind of response. The strictest that each kind can do with.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export function securityPolicies({
  scripted = {},
  asset = {},
  application,
  forms,
  kept: ofKept = {},
}: PolicySettings = {}) {
  return {
    /** A finished page: no script but files of this site, and exactly the styles that it came with. */
    document: ({styles, formTargets, kept}: DocumentFacts) =>
      policy(
        {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': styles.length === 0 ? ["'none'"] : styles,
          'img-src': ["'self'", 'data:'],
          'font-src': ["'self'"],
          'connect-src': ["'self'"],
          'manifest-src': ["'self'"],
          'form-action': [
            "'self'",
            ...(formTargets.some((target) => forms?.action.test(target)) ? (forms?.sources ?? []) : []),
          ],
          'base-uri': ["'none'"],
          // An application of this site may show pages beside its fields; no other site may frame them.
          'frame-ancestors': ["'self'"],
        },
        together(kept.map((mark) => ofKept[mark] ?? {})),
      ),

    /** A page with Next's scripts, which are inline in part. */
    scripted: policy(
      {
        'default-src': ["'self'"],
        'script-src': ["'self'", "'unsafe-inline'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'object-src': ["'none'"],
        'frame-ancestors': ["'self'"],
      },
      scripted,
    ),

    /** An application whose styles are made while it runs. */
    application: policy(
      {
        'default-src': ["'self'"],
        'script-src': ["'self'", "'unsafe-inline'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'media-src': ["'self'", 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'", 'blob:', 'data:'],
        'worker-src': ["'self'", 'blob:'],
        'frame-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'object-src': ["'none'"],
        'frame-ancestors': ["'self'"],
      },
      application?.sources,
    ),

    /** Scripts, styles and the like of a build. */
    asset: policy(
      {'default-src': ["'self'"], 'connect-src': ["'self'"], 'frame-ancestors': ["'none'"]},
      asset,
    ),

    /** What no browser shows as a page: data, pictures, redirects, refusals. */
    nothing: policy({
      'default-src': ["'none'"],
      'style-src': ["'unsafe-inline'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    }),
  }
}

export type SecurityPolicies = ReturnType<typeof securityPolicies>

/** A policy of these directives, each with what is allowed besides. */
function policy(directives: DirectiveSources, besides: DirectiveSources = {}): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources, ...(besides[name] ?? [])].join(' '))
    .join('; ')
}

/** All sources of these, by directive. */
function together(sources: readonly DirectiveSources[]): DirectiveSources {
  const names = new Set(sources.flatMap(Object.keys))
  return Object.fromEntries([...names].map((name) => [name, sources.flatMap((one) => one[name] ?? [])]))
}

const ASSET = /^\/_next\//

/** What Next says to caches on the way that it empties itself, as some hosts do. No publish would ever reach others. */
const FOR_OWN_CACHES = /s-maxage=/

export type SecureOptions = {
  /** Those of {@link securityHeaders}. */
  headers: readonly Header[]
  policies: SecurityPolicies
  isApplication: (path: string) => boolean
}

/**
 * Sets the headers that every response carries, and the policy that fits what is at this path. A policy that was made
 * for this very response stays. No cache on the way is left to keep what a publish changes.
 */
export function secure(response: ServerResponse, path: string, options: SecureOptions): void {
  for (const [name, value] of options.headers) response.setHeader(name, value)
  const rules = response.getHeader('Cache-Control')
  // Caches make up a time of their own for what says nothing of it, such as a redirect that an editor may change.
  if (rules === undefined) response.setHeader('Cache-Control', 'no-store')
  else if (FOR_OWN_CACHES.test(String(rules))) {
    const isThere = response.statusCode < 400
    response.setHeader('Cache-Control', isThere ? 'public, max-age=0, must-revalidate' : 'no-store')
  }
  const own = response.getHeader('Content-Security-Policy')
  if (own !== undefined && own !== BASIC_POLICY) return
  response.setHeader('Content-Security-Policy', policyAt(path, response, options))
}

function policyAt(path: string, response: ServerResponse, {policies, isApplication}: SecureOptions): string {
  if (ASSET.test(path)) return policies.asset
  const isPage = String(response.getHeader('content-type') ?? '').startsWith('text/html')
  if (!isPage) return policies.nothing
  return isApplication(path) ? policies.application : policies.scripted
}

/** Tells whether a path is that of the application, or below it. */
export function applicationAt(root: string | undefined): (path: string) => boolean {
  return (path) => root !== undefined && (path === root || path.startsWith(`${root}/`))
}
