import {expect, type Page, test} from 'playwright/test'
import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {Studio} from '#tests/support/studio.ts'

const SLUG = 'privacy-of-the-main-job'
const POLICY = policyId(SLUG)
const RIGHTS = 'You have the right to request access to'

/** A copy of the privacy policy: its own text would keep the versions and the date that these tests make. */
test.beforeEach(async () => {
  await removePolicy(SLUG)
  const {body, ...document} = policyDocument(SLUG, {title: 'Privacy Policy', text: ''})
  const privacy = await contentClient().getDocument(policyId('privacy'))
  await contentClient().create({...document, body: privacy?.body ?? body})
})

test.afterEach(() => removePolicy(SLUG))

/** Waits until a reader's next look at the policy shows this title. */
async function expectTitle(page: Page, title: string): Promise<void> {
  await expect(async () => {
    await page.goto(`${services().site.url}/${SLUG}`)
    await expect(page.getByRole('heading', {level: 1})).toHaveText(title, {timeout: 500})
  }).toPass()
}

test('an editor changes the policy, publishes it, and readers see the new words', {tag: '@journey'}, async ({
  browser,
  page,
}) => {
  test.slow()
  const studio = await Studio.signIn(browser)
  const client = contentClient()

  await test.step('the draft is saved as the editor types', async () => {
    await studio.open('policy', POLICY)
    await studio.append('title', ' for Everyone')
    const editor = await studio.editor('body')
    await studio.replaceWord(editor, RIGHTS, 'request', 'demand')
    await expect
      .poll(() => client.fetch('*[_id == $id][0]{title, "text": pt::text(body)}', {id: `drafts.${POLICY}`}))
      .toMatchObject({
        title: 'Privacy Policy for Everyone',
        text: expect.stringContaining('You have the right to demand access to'),
      })
  })

  await test.step('readers still see the old words', async () => {
    await expectTitle(page, 'Privacy Policy')
    await expect(page.getByText(RIGHTS)).toBeVisible()
  })

  await test.step('after publishing readers see the new words', async () => {
    await studio.publish()
    await expectTitle(page, 'Privacy Policy for Everyone')
    await expect(page.getByText('You have the right to demand access to')).toBeVisible()
  })
})

test('an editor compares the draft with what readers have, and brings the first words back', async ({
  browser,
  page,
}) => {
  test.slow()
  const client = contentClient()
  const studio = await Studio.signIn(browser)
  await studio.open('policy', POLICY)
  await studio.append('title', ' for Everyone')
  await studio.publish()
  await expectTitle(page, 'Privacy Policy for Everyone')

  await test.step('two versions are compared side by side', async () => {
    await studio.append('title', ' Again')
    await expect.poll(() => client.getDocument(`drafts.${POLICY}`)).toMatchObject({title: /Again$/})
    await studio.menu(/Compare versions/)
    const comparison = studio.page.getByRole('dialog')
    const titles = comparison.getByTestId('field-title')
    await expect(titles).toHaveCount(2)
    await expect(titles.first()).not.toContainText('Again')
    await expect(titles.last()).toContainText('Privacy Policy for Everyone Again')
    await studio.page.keyboard.press('Escape')
    await expect(comparison).toBeHidden()
  })

  await test.step('history brings the first published words back', async () => {
    await studio.open('policy', POLICY)
    await studio.menu(/History/)
    await studio.page.getByTestId('timeline-item-button').last().click()
    await expect(studio.text('title')).toHaveValue('Privacy Policy')
    await studio.page.getByRole('button', {name: 'Revert to revision'}).click()
    await studio.page.getByTestId('confirm-popover-confirm-button').click()
    await expect.poll(() => client.getDocument(`drafts.${POLICY}`)).toMatchObject({title: 'Privacy Policy'})
    await studio.open('policy', POLICY)
    await studio.publish()
    await expectTitle(page, 'Privacy Policy')
    await expect(page.getByText(RIGHTS)).toBeVisible()
  })
})
