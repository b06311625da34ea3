import {execFileSync} from 'node:child_process'
import {expect} from 'playwright/test'
import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

const SLUG = 'edited-through-kills'
/** The stack starts a service again this often in a row, and no oftener. */
const KILLS = 4

test.beforeEach(() => removePolicy(SLUG))
test.afterEach(() => removePolicy(SLUG))

/** Ends the stack's lake as a power cut would. The stack starts it again. */
function killLake(): void {
  const {port} = new URL(services().lake.url)
  const [pid] = execFileSync('pgrep', ['-f', `packages/content-lake/main.ts --port ${port} `], {
    encoding: 'utf8',
  }).split('\n')
  process.kill(Number(pid), 'SIGKILL')
}

test('the lake is killed while somebody writes: what it had taken is there, and the writing goes on', async ({
  signIn,
  page,
}) => {
  const client = contentClient()
  await client.create(policyDocument(SLUG, {title: 'Begun', text: 'Words.'}))
  const draftTitle = () =>
    client
      .fetch<string | null>('*[_id == $id][0].title', {id: `drafts.${policyId(SLUG)}`})
      .catch(() => undefined)
  const studio = await signIn()
  await studio.open('policy', policyId(SLUG))
  const input = studio.text('title')

  for (let kill = 1; kill <= KILLS; kill++) {
    await test.step(`kill ${kill}`, async () => {
      await studio.append('title', ` before ${kill},`)
      await expect.poll(draftTitle).toBe(await input.inputValue())
      const taken = await input.inputValue()

      await input.press('End')
      const typing = input.pressSequentially(` while it is killed ${kill},`, {delay: 20})
      killLake()
      await typing

      await expect.poll(draftTitle, {timeout: 60_000}).toBe(await input.inputValue())
      expect(await draftTitle()).toContain(taken)
    })
  }

  await test.step('it can be published', async () => {
    await studio.publish()
    await expect(async () => {
      await page.goto(`${services().site.url}/${SLUG}`)
      await expect(page.getByRole('heading', {level: 1})).toHaveText(await input.inputValue(), {timeout: 500})
    }).toPass({timeout: 60_000})
  })
})
