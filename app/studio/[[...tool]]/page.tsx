import {env} from '#lib/env.ts'
import {studioPolicy} from '#lib/http/content-policies.ts'
import {Studio} from './studio.tsx'

// The settings are those of the running server, so that one build serves any host, port and dataset.
export const dynamic = 'force-dynamic'

/** Where marketers write. */
export default function StudioPage() {
  const {
    SANITY_PROJECT_ID,
    SANITY_DATASET,
    SANITY_API_HOST,
    SANITY_LOGIN_URL,
    SANITY_HOSTED_FEATURES,
    OWNER_DESK,
    SITE_URL,
  } = env()
  const isOnItsOwn = SANITY_HOSTED_FEATURES === 'off' && SANITY_API_HOST !== undefined
  return (
    <>
      {isOnItsOwn && <meta httpEquiv="Content-Security-Policy" content={studioPolicy(SANITY_API_HOST)} />}
      <noscript>
        <p
          style={{
            font: '1rem/1.5 system-ui, sans-serif',
            margin: '20vh auto',
            maxWidth: '30rem',
            padding: '0 1rem',
          }}
        >
          The Studio works with JavaScript only. Allow it in your browser for this address, then load the page
          again.
        </p>
      </noscript>
      <Studio
        settings={{
          projectId: SANITY_PROJECT_ID,
          dataset: SANITY_DATASET,
          apiHost: SANITY_API_HOST,
          loginUrl: SANITY_LOGIN_URL,
          hostedFeatures: SANITY_HOSTED_FEATURES,
          ownerDesk: OWNER_DESK,
          siteUrl: SITE_URL,
        }}
      />
    </>
  )
}
