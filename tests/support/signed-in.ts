import {test as base} from 'playwright/test'
import {type Person, Studio} from './studio.ts'

type SignedIn = {
  /** Signs somebody in to the Studio, in a browser of their own that closes when the test ends. */
  signIn: (person?: Person) => Promise<Studio>
}

/** A test in which people work in the Studio. */
export const test = base.extend<SignedIn>({
  signIn: async ({browser}, use) => {
    const opened: Studio[] = []
    await use(async (person) => {
      const studio = await Studio.signIn(browser, person)
      opened.push(studio)
      return studio
    })
    await Promise.all(opened.map(({page}) => page.context().close()))
  },
})
