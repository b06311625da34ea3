import {Card, Flex, Stack, Text} from '@sanity/ui'
import {useState} from 'react'
import type {DayOfVisits} from '#lib/format/desk.ts'
import {useLive} from './client.ts'
import {ChoiceField, day, Loading, Screen, Section} from './parts.tsx'

const POLL_MS = 60_000
const SPANS = {
  14: 'The last two weeks',
  30: 'The last 30 days',
  90: 'The last 90 days',
  365: 'The last year',
} as const

/** The tool *Visits*: how often pages were read, and the way from the prices to a payment. */
export function Visits() {
  const [days, setDays] = useState(30)
  const {data, trouble} = useLive('visits', {days}, POLL_MS)
  return (
    <Screen title="Visits" trouble={trouble}>
      <Text>
        Counted from the log without cookies, ids or addresses. Programs that say who they are, such as search
        engines, are left out. Days are those of UTC.
      </Text>
      <ChoiceField
        label="Show"
        choices={Object.entries(SPANS)}
        value={String(days)}
        onChange={(chosen) => setDays(Number(chosen))}
      />
      {!data && !trouble && <Loading />}
      {data && (
        <>
          <Way days={data.days} />
          <Section title="Pages read on each day">
            <Chart days={data.days} />
            <NumbersTable
              label="Pages read on each day"
              head={['Day', 'Pages', 'Prices', 'Checkout', 'To payment', 'Paid']}
              rows={data.days
                .toReversed()
                .map(({day: date, ...sums}) => [
                  day(`${date}T12:00:00Z`),
                  ...[sums.views, sums.prices, sums.checkout, sums.toPayment, sums.paid].map(String),
                ])}
            />
          </Section>
          <Section title="The most read pages">
            <NumbersTable
              label="The most read pages"
              head={['Page', 'Views']}
              rows={data.pages.map(({path, views}) => [path, String(views)])}
            />
          </Section>
        </>
      )}
    </Screen>
  )
}

const STEPS = [
  ['prices', 'read the prices'],
  ['checkout', 'opened the checkout'],
  ['toPayment', 'went on to Stripe'],
  ['paid', 'paid'],
] as const

/** How many came how far, as bars; the numbers stand beside them. */
function Way({days}: {days: readonly DayOfVisits[]}) {
  const sums = STEPS.map(([step, words]) => ({words, sum: days.reduce((all, of) => all + of[step], 0)}))
  const most = Math.max(1, ...sums.map(({sum}) => sum))
  return (
    <Section title="From the prices to a payment">
      <Stack gap={3}>
        {sums.map(({words, sum}) => (
          <div key={words}>
            <Text size={1}>
              {sum.toLocaleString('en-US')} {words}
            </Text>
            <div
              aria-hidden
              style={{...BAR, width: `${(100 * sum) / most}%`, minWidth: sum > 0 ? 3 : 0, marginTop: 8}}
            />
          </div>
        ))}
      </Stack>
    </Section>
  )
}

const BAR = {height: 12, borderRadius: 3, background: '#9c4f1e'} as const
const [WIDTH, HEIGHT] = [720, 160]

/** One bar a day. The table below says the same for those who do not see it. */
function Chart({days}: {days: readonly DayOfVisits[]}) {
  const most = Math.max(1, ...days.map(({views}) => views))
  const step = WIDTH / Math.max(1, days.length)
  const [first] = days
  return (
    <Card border radius={2} padding={3}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        width="100%"
        preserveAspectRatio="none"
        style={{display: 'block', height: '10rem'}}
        role="img"
        aria-label="Pages read on each day; the table has the numbers"
      >
        {days.map(({day: date, views}, index) => {
          const height = (views / most) * (HEIGHT - 4)
          return (
            <rect
              key={date}
              x={index * step + step * 0.1}
              y={HEIGHT - height}
              width={step * 0.8}
              height={height}
              fill="#9c4f1e"
            />
          )
        })}
      </svg>
      <Flex gap={3} justify="space-between" marginTop={3}>
        <Text size={1}>{first && day(`${first.day}T12:00:00Z`)}</Text>
        <Text size={1}>at most {most.toLocaleString('en-US')} a day</Text>
        <Text size={1}>today</Text>
      </Flex>
    </Card>
  )
}

const CELL = {padding: '.5rem', textAlign: 'left', borderTop: '1px solid var(--card-border-color)'} as const

function NumbersTable({label, head, rows}: {label: string; head: string[]; rows: string[][]}) {
  if (rows.length === 0) return <Text>Nothing was counted yet.</Text>
  return (
    <Card
      border
      radius={2}
      overflow="auto"
      tabIndex={0}
      role="region"
      aria-label={label}
      style={{maxHeight: '24rem'}}
    >
      <table style={{width: '100%', borderCollapse: 'collapse'}}>
        <thead>
          <tr>
            {head.map((title) => (
              <th key={title} scope="col" style={CELL}>
                <Text size={1} weight="medium">
                  {title}
                </Text>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, index) => (
                <td key={head[index]} style={CELL}>
                  <Text size={1}>{cell}</Text>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
