import {expect} from 'playwright/test'
import {publishPolicy} from '#sanity/publish-policy.ts'
import {policyDocument, policyId, removeDocuments, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

const SLUG = 'rules-of-tomorrow'
const TITLE = 'Rules of the House'
const TODAY = 'We answer within one day.'
const TOMORROW = 'We answer within two days.'

/** While it is any day in the first, it is the next day in the second: one keeps 10 hours behind UTC, the other 14 ahead. */
const [BEHIND, AHEAD] = ['Pacific/Honolulu', 'Pacific/Kiritimati']

const at = (path: string) => `${services().site.url}${path}`
const dayIn = (timeZone: string) => new Intl.DateTimeFormat('en-CA', {timeZone}).format(new Date())
const keepTime = (timeZone: string | null) => {
  const settings = contentClient().patch('siteSettings')
  return (timeZone === null ? settings.unset(['timeZone']) : settings.set({timeZone})).commit()
}

let usual: string | null

test.beforeEach(async () => {
  usual = await contentClient().fetch<string | null>('*[_id == "siteSettings"][0].timeZone')
  await forget()
  const client = contentClient()
  const document = policyDocument(SLUG, {title: TITLE, text: TODAY})
  const draft = await client.create({...document, _id: `drafts.${document._id}`})
  const first = {draft, published: undefined, policyId: document._id, summary: '', kind: 'meaning'} as const
  expect(await publishPolicy(client, first)).toMatchObject({number: 1})
})

test.afterEach(async () => {
  await keepTime(usual)
  await forget()
})

async function forget(): Promise<void> {
  await removePolicy(SLUG)
  await removeDocuments('*[_type == "policyVersion" && policyId == $id]', {id: policyId(SLUG)})
}

test('a text with a day to come is announced, takes its place on that day by itself, and is compared', async ({
  signIn,
  page,
  request,
}) => {
  test.slow()
  await keepTime(BEHIND)
  await expect(async () => {
    await page.goto(at(`/${SLUG}/versions`))
    await expect(page.getByRole('heading', {name: 'Version 1'})).toBeVisible({timeout: 500})
  }).toPass()
  const studio = await signIn()
  const day = dayIn(AHEAD)
  const notice = page.getByRole('complementary', {name: 'A new version is coming'})

  await test.step('an editor publishes it for that day', async () => {
    await studio.open('policy', policyId(SLUG))
    const editor = await studio.editor('body')
    await studio.replaceWord(editor, TODAY, 'one day', 'two days')
    await expect
      .poll(() => contentClient().fetch('pt::text(*[_id == $id][0].body)', {id: `drafts.${policyId(SLUG)}`}))
      .toBe(TOMORROW)
    await expect(async () => {
      if (await studio.publishButton.isEnabled()) await studio.publishButton.click({timeout: 5000})
      await expect(studio.page.getByTestId('version-summary')).toBeVisible({timeout: 5000})
    }).toPass()
    await expect(studio.page.getByTestId('publish-version')).toBeDisabled()
    await studio.page.getByTestId('version-summary').fill('We take a day longer.')
    await studio.page.getByText('From a day to come').click()
    await studio.page.getByTestId('version-day').fill(day)
    await studio.page.getByTestId('publish-version').click()
    await expect(studio.page.getByText('Published as version 2')).toBeVisible()
  })

  await test.step('readers see the text of today, and what will change', async () => {
    await expect(async () => {
      await page.goto(at(`/${SLUG}`))
      await expect(notice).toContainText('We take a day longer.', {timeout: 500})
    }).toPass()
    await expect(page.getByText(TODAY)).toBeVisible()
    await expect(page.getByText(TOMORROW)).toBeHidden()
    await page.getByRole('link', {name: 'See what will change'}).click()
    await expect(page.locator('del').last()).toContainText('day')
    await expect(page.locator('ins').last()).toContainText('days')
    const feed = await (await request.get(at(`/${SLUG}/versions.atom`))).text()
    expect(feed).toContain('We take a day longer.')
    expect(await (await request.get(at(`/${SLUG}.md`))).text()).toContain(TODAY)
  })

  await test.step('when the day comes, every form of it follows', async () => {
    await keepTime(AHEAD)
    await expect(async () => {
      await page.goto(at(`/${SLUG}`))
      await expect(page.getByText(TOMORROW)).toBeVisible({timeout: 500})
    }).toPass()
    await expect(notice).toBeHidden()
    await expect(page.getByRole('navigation', {name: 'Versions of this text'})).toContainText('Version 2')
    expect(await (await request.get(at(`/${SLUG}.md`))).text()).toContain(TOMORROW)
    await page.goto(at(`/${SLUG}/versions`))
    const entries = page.getByRole('listitem').filter({has: page.getByRole('heading')})
    await expect(entries).toContainText(['In force now', 'Replaced'])
  })
})

test('a text with a day to come is withdrawn before it', async ({signIn, page}) => {
  test.slow()
  await keepTime(BEHIND)
  const studio = await signIn()
  await studio.open('policy', policyId(SLUG))
  const editor = await studio.editor('body')
  await studio.replaceWord(editor, TODAY, 'one day', 'two days')
  await expect(async () => {
    if (await studio.publishButton.isEnabled()) await studio.publishButton.click({timeout: 5000})
    await expect(studio.page.getByTestId('version-summary')).toBeVisible({timeout: 5000})
  }).toPass()
  await studio.page.getByTestId('version-suggestion').click()
  await studio.page.getByText('From a day to come').click()
  await studio.page.getByTestId('version-day').fill(dayIn(AHEAD))
  await studio.page.getByTestId('publish-version').click()
  await expect(studio.page.getByText('Published as version 2')).toBeVisible()

  await studio.act('Withdraw version 2')
  await studio.page.getByRole('button', {name: 'Withdraw', exact: true}).click()
  await expect(studio.page.getByText('Version 2 was withdrawn')).toBeVisible()
  await expect
    .poll(() => contentClient().fetch('pt::text(*[_id == $id][0].body)', {id: `drafts.${policyId(SLUG)}`}))
    .toBe(TOMORROW)
  await keepTime(AHEAD)
  await expect(async () => {
    await page.goto(at(`/${SLUG}/versions`))
    await expect(page.getByText('Withdrawn before it took effect')).toBeVisible({timeout: 500})
  }).toPass()
  await page.goto(at(`/${SLUG}`))
  await expect(page.getByText(TODAY)).toBeVisible()
})
