import {stegaClean} from '@sanity/client/stega'
import {ActionLink, canFollow} from '#components/ui/action-link.tsx'
import {Drawing, isDrawing} from '#components/ui/drawing.tsx'
import labels from '#components/ui/label.module.css'
import {Picture} from '#components/ui/picture.tsx'
import {formatClockTime} from '#lib/format/dates.ts'
import {PICTURE_RATIOS} from '#lib/images/picture.ts'
import {heading, link, list, paragraphs, plain} from '#lib/markdown/document.ts'
import {type BlockOf, type BlockProps, blockView} from '../block.tsx'
import conversationStyles from './conversation.module.css'
import styles from './hero.module.css'
import orderStyles from './work-order.module.css'

type Hero = BlockOf<'hero'>

type Speaker = NonNullable<NonNullable<Hero['conversation']>['messages']>[number]['speaker']

const SPEAKERS = {homeowner: 'Homeowner', assistant: 'Assistant'}

const sideOf = (speaker: Speaker) => (stegaClean(speaker) === 'assistant' ? 'assistant' : 'homeowner')

function Component({block, Heading, headingId}: BlockProps<'hero'>) {
  const {label, title, lead, actions} = block
  return (
    <section className={styles[layoutOf(block)]} aria-labelledby={title ? headingId : undefined}>
      <div className={styles.words}>
        {label && <p className={labels.label}>{label}</p>}
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
      <Beside block={block} isFirst={Heading === 'h1'} />
    </section>
  )
}

/** What stands beside the words: the product at work, or else a picture, or else a drawing. */
function Beside({block, isFirst}: {block: Hero; isFirst: boolean}) {
  const {conversation, workOrder, picture} = block
  const drawing = stegaClean(block.drawing ?? '')
  switch (layoutOf(block)) {
    case 'withTicket':
      return (
        <div className={styles.ticket}>
          <Conversation conversation={conversation} />
          <WorkOrder workOrder={workOrder} />
        </div>
      )
    case 'withPicture':
      return (
        <Picture
          value={picture}
          preview={picture?.preview}
          ratio={PICTURE_RATIOS.block}
          sizes="(min-width: 75rem) 34rem, (min-width: 60rem) 45vw, 90vw"
          isFirst={isFirst}
        />
      )
    case 'hero':
      return isDrawing(drawing) ? <Drawing name={drawing} className={styles.drawing} /> : null
  }
}

function layoutOf(block: Hero): 'withTicket' | 'withPicture' | 'hero' {
  if (hasTicket(block)) return 'withTicket'
  return block.picture?.asset ? 'withPicture' : 'hero'
}

const hasTicket = ({conversation, workOrder}: Hero) =>
  Boolean(conversation?.messages?.length || workOrder?.rows?.length)

/** An exchange of messages, which always says that it is an example. */
function Conversation({conversation}: Pick<Hero, 'conversation'>) {
  const messages = conversation?.messages?.filter(({text}) => text)
  if (!messages?.length) return null
  return (
    <figure className={conversationStyles.conversation}>
      <figcaption className={conversationStyles.caption}>
        <span className={labels.label}>Example</span>
        {conversation?.label && <span>{conversation.label}</span>}
      </figcaption>
      <ol className={conversationStyles.messages}>
        {messages.map(({_key, speaker, time, text}) => {
          const side = sideOf(speaker)
          const clock = stegaClean(time)
          return (
            <li key={_key} className={conversationStyles[side]}>
              <p className={conversationStyles.meta}>
                {SPEAKERS[side]} {clock && <time dateTime={clock}>{formatClockTime(clock)}</time>}
              </p>
              <p className={conversationStyles.text}>{text}</p>
            </li>
          )
        })}
      </ol>
    </figure>
  )
}

/** The order that came out of the conversation, as the tear-off part of the same ticket. */
function WorkOrder({workOrder}: Pick<Hero, 'workOrder'>) {
  const rows = workOrder?.rows?.filter(({name, value}) => name && value)
  if (!rows?.length) return null
  return (
    <div className={orderStyles.order}>
      {workOrder?.title && <p className={orderStyles.title}>{workOrder.title}</p>}
      <dl className={orderStyles.rows}>
        {rows.map(({_key, name, value}) => (
          <div key={_key}>
            <dt className={labels.label}>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** The conversation becomes a list that says that it is an example. */
function toMarkdown(block: Hero): string {
  const {title, lead, actions, conversation, workOrder, picture} = block
  const messages = (conversation?.messages ?? []).map(
    ({speaker, time, text}) =>
      `${SPEAKERS[sideOf(speaker)]}${time ? `, ${formatClockTime(time)}` : ''}: ${plain(text)}`,
  )
  const rows = (workOrder?.rows ?? []).map(({name, value}) => `${plain(name)}: ${plain(value)}`)
  return paragraphs([
    heading(2, title),
    plain(lead),
    list((actions ?? []).map(link)),
    layoutOf(block) === 'withPicture' && plain(picture?.alt),
    messages.length > 0 && heading(3, ['Example', conversation?.label].filter(Boolean).join(': ')),
    list(messages),
    rows.length > 0 && heading(3, workOrder?.title ?? 'Work order'),
    list(rows),
  ])
}

/** The opening of a page; with a conversation, the product at work beside it. */
export const hero = blockView('hero', {
  Component,
  toMarkdown,
  isEmpty: (block) =>
    !block.title && !block.lead && !block.actions?.some(canFollow) && layoutOf(block) === 'hero',
  example: {
    _type: 'hero',
    _key: 'hero',
    label: 'Label',
    title: 'The heading of a page',
    lead: 'A sentence or two that say what somebody finds here and what to do next.',
    actions: [
      {_key: 'buy', label: 'Get lifetime access', href: '/checkout/lifetime-access'},
      {_key: 'more', label: 'Read more', href: '/about'},
    ],
    picture: null,
    drawing: 'tap',
    conversation: {
      label: 'A tap at night',
      messages: [
        {_key: 'm1', speaker: 'homeowner', time: '02:14', text: 'The tap will not close. Is anyone there?'},
        {
          _key: 'm2',
          speaker: 'assistant',
          time: '02:14',
          text: 'Yes. Can you reach the valve under the sink?',
        },
      ],
    },
    workOrder: {title: 'Work order', rows: [{_key: 'r1', name: 'Job', value: 'Tap, kitchen'}]},
  },
})
