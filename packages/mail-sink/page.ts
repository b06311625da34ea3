import {type Html, html} from './html.ts'
import {STYLE} from './style.ts'

/** The frame of every page of the inbox. */
export function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
<header><a href="/">Inbox</a><p>Mail sent on this machine. Nothing leaves it.</p></header>
<main>${body}</main>
</html>`
}
