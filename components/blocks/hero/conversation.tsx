import {stegaClean} from '@sanity/client/stega'
import label from '#components/ui/label.module.css'
import {formatClockTime} from '#lib/format/clock-time.ts'
import type {BlockOf} from '../block.ts'
import styles from './conversation.module.css'

const SPEAKERS = {homeowner: 'Homeowner', assistant: 'Assistant'}

/** An exchange of messages, which always says that it is an example. */
export function Conversation({conversation}: Pick<BlockOf<'hero'>, 'conversation'>) {
  const messages = conversation?.messages?.filter(({text}) => text)
  if (!messages?.length) return null
  return (
    <figure className={styles.conversation}>
      <figcaption className={styles.caption}>
        <span className={label.label}>Example</span>
        {conversation?.label && <span>{conversation.label}</span>}
      </figcaption>
      <ol className={styles.messages}>
        {messages.map(({_key, speaker, time, text}) => {
          const side = stegaClean(speaker) ?? 'homeowner'
          const clock = stegaClean(time)
          return (
            <li key={_key} className={styles[side]}>
              <p className={styles.meta}>
                {SPEAKERS[side]} {clock && <time dateTime={clock}>{formatClockTime(clock)}</time>}
              </p>
              <p className={styles.text}>{text}</p>
            </li>
          )
        })}
      </ol>
    </figure>
  )
}
