import type {Person} from './people.ts'
import {roleTitle} from './roles.ts'

const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 15vh auto; padding: 0 1rem; color: #1a1a1a }
  ul { list-style: none; padding: 0 }
  a { display: block; padding: .75rem 1rem; margin: .5rem 0; border: 1px solid #8a8a8a; border-radius: .5rem; color: inherit; text-decoration: none }
  a:hover, a:focus { border-color: #0b57d0; outline: 2px solid #0b57d0 }
  small { display: block; color: #555 }
`

/** A plain page on which one chooses as whom to sign in. It names people and roles, never tokens. */
export function loginPage(people: readonly Person[], target: string): string {
  const choices = people.map(({id, name, role}) => {
    const href = `?${new URLSearchParams({origin: target, user: id})}`
    return `<li><a href="${escapeHtml(href)}">${escapeHtml(name)}<small>${escapeHtml(roleTitle(role))}</small></a></li>`
  })
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sign in</title><style>${STYLE}</style></head>
<body><main><h1>Sign in as</h1><ul>${choices.join('')}</ul></main></body>
</html>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
