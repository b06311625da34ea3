import {stegaClean} from '@sanity/client/stega'
import {ActionLink, canFollow} from '#components/ui/action-link.tsx'
import {Drawing} from '#components/ui/drawing/drawing.tsx'
import {isDrawing} from '#components/ui/drawing/strokes.ts'
import label from '#components/ui/label.module.css'
import type {BlockOf, BlockProps} from '../block.ts'
import {blockView} from '../block-view.tsx'
import {Conversation} from './conversation.tsx'
import styles from './hero.module.css'
import {heroMarkdown} from './markdown.ts'
import {WorkOrder} from './work-order.tsx'

type Hero = BlockOf<'hero'>

const hasTicket = ({conversation, workOrder}: Hero) =>
  Boolean(conversation?.messages?.length || workOrder?.rows?.length)

const isEmpty = (block: Hero) =>
  !block.title && !block.lead && !block.actions?.some(canFollow) && !hasTicket(block)

function Component({block, Heading, headingId}: BlockProps<'hero'>) {
  const {title, lead, actions, conversation, workOrder} = block
  const drawing = stegaClean(block.drawing ?? '')
  return (
    <section
      className={hasTicket(block) ? styles.withTicket : styles.hero}
      aria-labelledby={title ? headingId : undefined}
    >
      <div className={styles.words}>
        {block.label && <p className={label.label}>{block.label}</p>}
        {title && <Heading id={headingId}>{title}</Heading>}
        {lead && <p className={styles.lead}>{lead}</p>}
        {actions?.some(canFollow) && (
          <p className={styles.actions}>
            {actions.map((action, index) => (
              <ActionLink key={action._key} action={action} look={index === 0 ? 'button' : 'link'} />
            ))}
          </p>
        )}
      </div>
      {hasTicket(block) ? (
        <div className={styles.ticket}>
          <Conversation conversation={conversation} />
          <WorkOrder workOrder={workOrder} />
        </div>
      ) : (
        isDrawing(drawing) && <Drawing name={drawing} className={styles.drawing} />
      )}
    </section>
  )
}

/** The opening of a page; with a conversation, the product at work beside it. */
export const hero = blockView('hero', {isEmpty, Component, markdown: heroMarkdown})
