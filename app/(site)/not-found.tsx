import {PageNotFound} from '#components/site/plain-page.tsx'

/** Answers, with status 404, an address that no document has. */
export default function NotFound() {
  return <PageNotFound />
}
