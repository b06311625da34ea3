import {visitorHref} from '#lib/links/href.ts'
import button from './button.module.css'

export type Action = {label: string | null; href: string | null} | null | undefined

/** Whether a link has words and leads somewhere that visitors may go. */
export const canFollow = (action: Action): boolean => Boolean(action?.label && hrefOf(action))

/** A link drawn as a button, or plainly beside one. One that leads nowhere is left out. */
export function ActionLink({action, look}: {action: Action; look: 'button' | 'link'}) {
  const href = hrefOf(action)
  if (!action?.label || !href) return null
  return (
    <a className={look === 'button' ? button.button : button.beside} href={href}>
      {action.label}
    </a>
  )
}

const hrefOf = (action: Action) => (action?.href ? visitorHref(action.href) : undefined)
