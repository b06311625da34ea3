import {type Html, html} from './html.ts'
import {styles} from './styles.ts'

/** A whole page. Every one says at the top that it is a stand-in, so that nobody takes it for Stripe's. */
export function layout(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · test payments</title>
${styles}
</head>
<body>
<p class="banner"><strong>Local test page.</strong> A stand-in for Stripe Checkout: no money moves. Use test numbers only.</p>
<main>${content}</main>
</body>
</html>`.text
}

/** A short message with a title, for sessions that cannot be paid and pages that are not there. */
export function messagePage(title: string, text: string, link?: {href: string; label: string}): string {
  return layout(
    title,
    html`<section class="card message"><h1>${title}</h1><p>${text}</p>${link && html`<p><a href="${link.href}">${link.label}</a></p>`}</section>`,
  )
}
