/** Makes the production build that browser tests, tests of several machines and long tests serve. */
import {buildForTests} from './stack.ts'

await buildForTests()
