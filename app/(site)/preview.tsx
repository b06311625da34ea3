import {VisualEditing} from 'next-sanity/visual-editing'
import {PreviewBar} from '#components/site/preview-bar.tsx'
import {previewUpdates} from '#lib/content/client.ts'
import {refreshPreview} from './refresh-preview.ts'

/** What an editor has in a preview and a visitor never gets: click to edit, and drafts as they are written. */
export function Preview() {
  const PreviewUpdates = previewUpdates()
  return (
    <>
      <PreviewBar leave="/api/draft-mode/disable" />
      <PreviewUpdates includeDrafts action={refreshPreview} />
      <VisualEditing />
    </>
  )
}
