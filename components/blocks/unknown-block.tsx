import callout from '#components/portable-text/callout.module.css'

/** Tells an editor of a block that this version of the site cannot show. */
export function UnknownBlock({type}: {type: string}) {
  return (
    <p className={callout.callout}>
      This site does not know the block “{type}” and leaves it out. Only you see this note.
    </p>
  )
}
