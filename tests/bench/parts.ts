import {generate} from './build/generate.ts'
import {manyPages} from './build/many-pages.ts'
import {handOff} from './checkout/hand-off.ts'
import {sharedPublishes} from './cluster/shared-publishes.ts'
import {sharedRates} from './cluster/shared-rates.ts'
import {announcements} from './content/announcements.ts'
import {lakeQueries} from './content/lake-queries.ts'
import {lookUps} from './content/look-ups.ts'
import {publishing} from './content/publishing.ts'
import {lighthouse} from './pages/lighthouse.ts'
import {paint} from './pages/paint.ts'
import {rates} from './pages/rates.ts'
import {weight} from './pages/weight.ts'
import type {Line} from './report/report.ts'
import type {Bench} from './support/bench-stack.ts'

/** Measures one thing and gives its lines of the table. */
export type Measure = (bench: Bench) => Promise<Line[]>

/** What `npm run bench -- <part>` can measure, each a list of measurements that are made one after the other. */
export const PARTS: Readonly<Record<string, readonly Measure[]>> = {
  content: [lookUps, announcements, lakeQueries, publishing],
  build: [generate, manyPages],
  checkout: [handOff],
  pages: [weight, paint, rates, lighthouse],
  cluster: [sharedPublishes, sharedRates],
}
