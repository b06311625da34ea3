import {BarChartIcon} from '@sanity/icons/BarChart'
import {BasketIcon} from '@sanity/icons/Basket'
import {EnvelopeIcon} from '@sanity/icons/Envelope'
import {UsersIcon} from '@sanity/icons/Users'
import type {CurrentUser, Tool} from 'sanity'
import {route} from 'sanity/router'
import {DESK_TOOLS, type DeskSubject} from '#lib/links/paths.ts'
import {Messages} from './messages.tsx'
import {Orders} from './orders.tsx'
import {People} from './people.tsx'
import {Visits} from './visits.tsx'

/** Who sees the desk. The site asks Sanity itself, so that hiding it is a courtesy and no protection. */
export function isOwner(user: Pick<CurrentUser, 'roles'> | null): boolean {
  return user?.roles.some(({name}) => name === 'administrator') ?? false
}

/** Tools open at `/studio/orders/PP-…` and `/studio/messages/MSG-…`, which the owner's mails link to. */
const router = () => route.create('/', [route.create('/:id')])

const opens = (kind: DeskSubject): Pick<Tool, 'name' | 'router' | 'canHandleIntent' | 'getIntentState'> => ({
  name: DESK_TOOLS[kind],
  router: router(),
  canHandleIntent: (intent, params) => intent === 'desk' && params.kind === kind,
  getIntentState: (_, {id}) => (id === 'all' ? {} : {id}),
})

export const deskTools: readonly Tool[] = [
  {title: 'Orders', icon: BasketIcon, component: Orders, ...opens('order')},
  {title: 'Messages', icon: EnvelopeIcon, component: Messages, ...opens('message')},
  {title: 'People', icon: UsersIcon, component: People, ...opens('request')},
  {name: 'visits', title: 'Visits', icon: BarChartIcon, component: Visits},
]
