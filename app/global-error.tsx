'use client'

import '#components/ui/base.css'
import {PlainPage} from '#components/site/plain-page.tsx'
import page from '#components/ui/page-width.module.css'

/** Stands in for any page that could not be made. Needs neither the Content Lake nor scripts. */
export default function GlobalError() {
  return (
    <html lang="en" data-document="">
      <head>
        <title>Something broke on our side</title>
        <meta name="robots" content="noindex" />
      </head>
      <body>
        <main className={page.page}>
          <PlainPage title="Something broke on our side">
            <p>It is not your doing, and trying again in a minute often helps.</p>
            <p>
              <a href="/">Start from the front page</a>
            </p>
          </PlainPage>
        </main>
      </body>
    </html>
  )
}
