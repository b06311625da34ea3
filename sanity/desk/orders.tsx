import {ArrowDownIcon} from '@sanity/icons/ArrowDown'
import {ArrowUpIcon} from '@sanity/icons/ArrowUp'
import {Button, Card, Flex, Stack, Text, useMediaIndex} from '@sanity/ui'
import {useState} from 'react'
import {StateLink, useRouterState} from 'sanity/router'
import {
  type DeskQuestion,
  LINES_A_PAGE,
  type OrderColumn,
  type OrderLine,
  STATE_WORDS,
} from '#lib/format/desk.ts'
import {ORDER_STATES} from '#lib/format/purchases.ts'
import {useLive} from './client.ts'
import {OrderPage} from './order.tsx'
import {amount, ChoiceField, Loading, Pages, QUIET, Screen, SearchField, StateBadge, When} from './parts.tsx'

/** The tool *Orders*: the list, or one order. */
export function Orders() {
  const id = useRouterState((state) => state.id)
  return typeof id === 'string' && id !== 'all' ? <OrderPage key={id} orderId={id} /> : <OrderList />
}

type Listing = Required<DeskQuestion<'list-orders'>>

const ALL: Listing = {states: [], search: '', sortBy: 'createdAt', direction: 'desc', offset: 0}

/** Fewer columns than these are a list. */
const TABLE_FROM_MEDIA_INDEX = 2

function OrderList() {
  const [listing, setListing] = useState(ALL)
  const {data, trouble} = useLive('list-orders', listing)
  const isWide = useMediaIndex() >= TABLE_FROM_MEDIA_INDEX
  const change = (part: Partial<Listing>) => setListing((before) => ({...before, offset: 0, ...part}))
  return (
    <Screen title="Orders" trouble={trouble}>
      <Filters listing={listing} isWide={isWide} onChange={change} />
      <div role="status">
        {data && (
          <Text size={1} style={QUIET}>
            {data.total === 0 && (isFiltered(listing) ? 'No order fits.' : 'There is no order yet.')}
            {data.total === 1 && 'One order'}
            {data.total > 1 && `${data.total.toLocaleString('en-US')} orders`}
          </Text>
        )}
      </div>
      {!data && !trouble && <Loading />}
      {data && data.total > 0 && isWide && <Table orders={data.orders} listing={listing} onChange={change} />}
      {data && data.total > 0 && !isWide && <Lines orders={data.orders} />}
      {data && (
        <Pages
          total={data.total}
          offset={listing.offset}
          size={LINES_A_PAGE}
          onGo={(offset) => change({offset})}
        />
      )}
    </Screen>
  )
}

const isFiltered = ({search, states}: Listing) => search.trim() !== '' || states.length > 0

type FiltersProps = {listing: Listing; isWide: boolean; onChange: (part: Partial<Listing>) => void}

function Filters({listing, isWide, onChange}: FiltersProps) {
  return (
    <Flex gap={4} wrap="wrap">
      <SearchField
        label="Search by name, business, e-mail or number"
        value={listing.search}
        onChange={(search) => onChange({search})}
      />
      <ChoiceField
        label="Show"
        choices={[['', 'All orders'], ...ORDER_STATES.map((state) => [state, STATE_WORDS[state]] as const)]}
        value={listing.states[0] ?? ''}
        onChange={(chosen) => onChange({states: ORDER_STATES.filter((state) => state === chosen)})}
      />
      {!isWide && (
        <ChoiceField
          label="Sort by"
          choices={COLUMNS.flatMap(({by, title}) => (by ? [[by, title] as const] : []))}
          value={listing.sortBy}
          onChange={(chosen) => {
            const column = COLUMNS.find(({by}) => by === chosen)
            if (column?.by) onChange({sortBy: column.by, direction: column.first})
          }}
        />
      )}
    </Flex>
  )
}

type Column = {title: string; by?: OrderColumn; first: 'asc' | 'desc'}

const COLUMNS: readonly Column[] = [
  {title: 'Made', by: 'createdAt', first: 'desc'},
  {title: 'Business', by: 'businessName', first: 'asc'},
  {title: 'Name', by: 'name', first: 'asc'},
  {title: 'State', by: 'state', first: 'asc'},
  {title: 'Paid', by: 'amount', first: 'desc'},
  {title: 'Number', first: 'asc'},
]

const CELL = {padding: '1rem', textAlign: 'left', borderTop: '1px solid var(--card-border-color)'} as const

type TableProps = {orders: readonly OrderLine[]; listing: Listing; onChange: FiltersProps['onChange']}

function Table({orders, listing, onChange}: TableProps) {
  return (
    <Card border radius={2} overflow="auto">
      <table style={{width: '100%', borderCollapse: 'collapse'}} aria-label="Orders">
        <thead>
          <tr>
            {COLUMNS.map(({title, by, first}) => {
              const isSorted = by !== undefined && listing.sortBy === by
              const turned = listing.direction === 'asc' ? 'desc' : 'asc'
              const sorted = listing.direction === 'asc' ? 'ascending' : 'descending'
              return (
                <th
                  key={title}
                  scope="col"
                  aria-sort={isSorted ? sorted : undefined}
                  style={{...CELL, borderTop: 0, padding: by ? '.25rem' : '.25rem 1rem'}}
                >
                  {by ? (
                    <Button
                      mode="bleed"
                      fontSize={1}
                      paddingX={3}
                      text={title}
                      iconRight={isSorted && (listing.direction === 'asc' ? ArrowUpIcon : ArrowDownIcon)}
                      onClick={() => onChange({sortBy: by, direction: isSorted ? turned : first})}
                    />
                  ) : (
                    <Text size={1} weight="medium">
                      {title}
                    </Text>
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.id}>
              <td style={CELL}>
                <Text size={1}>
                  <When at={order.createdAt} />
                </Text>
              </td>
              <td style={CELL}>
                <Text size={1} weight="medium">
                  <StateLink state={{id: order.id}}>{order.businessName || 'Without a name'}</StateLink>
                </Text>
              </td>
              <td style={CELL}>
                <Text size={1}>{order.name}</Text>
              </td>
              <td style={CELL}>
                <StateBadge {...order} />
              </td>
              <td style={CELL}>
                <Text size={1}>{paidWords(order)}</Text>
              </td>
              <td style={{...CELL, whiteSpace: 'nowrap'}}>
                <Text size={1}>{order.id}</Text>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

/** The same on a phone, where a table does not fit: the whole entry is the link. */
function Lines({orders}: {orders: readonly OrderLine[]}) {
  return (
    <ul aria-label="Orders" style={{listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: '.5rem'}}>
      {orders.map((order) => (
        <li key={order.id}>
          <Card as={StateLink} {...{state: {id: order.id}}} border radius={2} padding={4} data-as="a">
            <Stack gap={3}>
              <Flex gap={3} align="center" justify="space-between" wrap="wrap">
                <Text weight="medium">{order.businessName || order.name || 'Without a name'}</Text>
                <StateBadge {...order} />
              </Flex>
              {(order.name || order.paid) && (
                <Text size={1} style={QUIET}>
                  {[order.name, paidWords(order)].filter(Boolean).join(' · ')}
                </Text>
              )}
              <Text size={1} style={QUIET}>
                <When at={order.createdAt} /> · {order.id}
              </Text>
            </Stack>
          </Card>
        </li>
      ))}
    </ul>
  )
}

function paidWords({paid, refunded}: OrderLine): string {
  if (!paid) return ''
  return refunded ? `${amount(paid)}, ${amount(refunded)} back` : amount(paid)
}
