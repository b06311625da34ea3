import type {SanityDocument} from '@sanity/client'
import {expect, test} from 'playwright/test'
import {contentClient, services} from '#tests/support/services.ts'
import {Studio} from '#tests/support/studio.ts'

const POLICY = 'policy-privacy'
const RIGHTS = 'You have the right to request access to'

let original: SanityDocument | undefined

test.beforeEach(async () => {
  original = await contentClient().getDocument(POLICY)
})

test.afterEach(async () => {
  if (!original) return
  const {_rev, ...words} = original
  await contentClient().transaction().createOrReplace(words).delete(`drafts.${POLICY}`).commit()
})

test('an editor changes the policy, publishes it, and readers see the new words', {tag: '@journey'}, async ({
  browser,
  page,
}) => {
  test.slow()
  const studio = await Studio.signIn(browser)
  const client = contentClient()
  const privacy = `${services().site.url}/privacy`

  await test.step('the draft is saved as the editor types', async () => {
    await studio.open('policy', POLICY)
    await studio.append('title', ' for Everyone')
    const editor = await studio.editor('body')
    await studio.replaceWord(editor, RIGHTS, 'request', 'demand')
    await expect
      .poll(() => client.fetch('*[_id == "drafts.policy-privacy"][0]{title, "text": pt::text(body)}'))
      .toMatchObject({
        title: 'Privacy Policy for Everyone',
        text: expect.stringContaining('You have the right to demand access to'),
      })
  })

  await test.step('readers still see the old words', async () => {
    await page.goto(privacy)
    await expect(page.getByRole('heading', {level: 1})).toHaveText('Privacy Policy')
    await expect(page.getByText(RIGHTS)).toBeVisible()
  })

  await test.step('after publishing readers see the new words', async () => {
    await studio.publish()
    await expect(async () => {
      await page.goto(privacy)
      await expect(page.getByRole('heading', {level: 1})).toHaveText('Privacy Policy for Everyone', {
        timeout: 500,
      })
    }).toPass()
    await expect(page.getByText('You have the right to demand access to')).toBeVisible()
  })

  await test.step('two versions are compared side by side', async () => {
    await studio.append('title', ' Again')
    await expect.poll(() => client.getDocument('drafts.policy-privacy')).toMatchObject({title: /Again$/})
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
    await expect
      .poll(() => client.getDocument('drafts.policy-privacy'))
      .toMatchObject({title: 'Privacy Policy'})
    await studio.open('policy', POLICY)
    await studio.publish()
    await expect(async () => {
      await page.goto(privacy)
      await expect(page.getByRole('heading', {level: 1})).toHaveText('Privacy Policy', {timeout: 500})
    }).toPass()
    await expect(page.getByText(RIGHTS)).toBeVisible()
  })
})
