import {isSafeHref} from '#lib/links/href.ts'

/** Tells an editor in plain words why an address cannot be linked to; an empty field is another rule's concern. */
export function validateHref(href: string | undefined): true | string {
  if (!href || isSafeHref(href)) return true
  if (/^(www\.|[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$))/i.test(href))
    return `Start the address with https:// (https://${href}).`
  return 'Use an address that begins with https://, http://, mailto: or tel:, or a path on this site such as /contact.'
}
