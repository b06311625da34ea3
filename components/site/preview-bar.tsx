import styles from './preview-bar.module.css'

/** Tells an editor that drafts are shown, and leads back to what visitors see. `leave` is where the form posts to. */
export function PreviewBar({leave}: {leave: string}) {
  return (
    <aside className={styles.bar} aria-label="Preview">
      <p>This is a preview. It shows drafts that visitors do not see.</p>
      <form method="post" action={leave}>
        <button type="submit" className={styles.leave}>
          Leave the preview
        </button>
      </form>
    </aside>
  )
}
