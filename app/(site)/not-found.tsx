import {PageNotFound} from '#components/site/page-not-found.tsx'

/** Answers, with status 404, an address that no document has. */
export default function NotFound() {
  return <PageNotFound />
}
