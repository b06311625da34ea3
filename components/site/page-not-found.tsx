import {Plain} from './plain.tsx'

/** What stands where no page is. */
export function PageNotFound() {
  return (
    <Plain title="There is no page here">
      <p>The address may have been mistyped, or the page may have moved or been taken down.</p>
      <p>
        <a href="/">Start from the front page</a> or <a href="/contact">tell us what you were looking for</a>.
      </p>
    </Plain>
  )
}
