import {expect} from 'playwright/test'
import {policyDocument, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

const SLUG = 'to-be-previewed'
const PUBLISHED = {title: 'Published title', text: 'Published words.'}
const at = (path: string) => `${services().site.url}${path}`

test.beforeEach(async () => {
  await removePolicy(SLUG)
  const document = policyDocument(SLUG, PUBLISHED)
  const draft = {...document, _id: `drafts.${document._id}`, title: 'Secret draft'}
  await contentClient().transaction().create(document).create(draft).commit()
})

test.afterEach(() => removePolicy(SLUG))

test('an editor clicks words on the page, changes them, and sees the draft at once', async ({
  signIn,
  page,
}) => {
  test.slow()
  const studio = await signIn()
  await studio.page.goto(`${services().studio.url}/presentation?preview=/${SLUG}`)
  const preview = studio.page.frameLocator('iframe')
  const title = preview.getByRole('heading', {level: 1})
  await expect(title).toContainText('Secret draft', {timeout: 60_000})

  await test.step('a click on words opens their field', async () => {
    await studio.clickToEdit(preview.getByText(PUBLISHED.text))
    await expect(studio.page).toHaveURL(/body\[_key==%22first%22\]/)
    await expect(studio.field('body').locator('[contenteditable="true"]')).toBeFocused()
    await studio.clickToEdit(title)
    await expect(studio.page).toHaveURL(/policy-to-be-previewed\/title/)
    await expect(studio.text('title')).toBeFocused()
  })

  await test.step('what is typed appears on the page, which does not load again', async () => {
    const loadedAt = () => title.evaluate(() => performance.timeOrigin)
    const before = await loadedAt()
    await studio.append('title', ' about pipes')
    await expect(title).toContainText('Secret draft about pipes')
    expect(await loadedAt()).toBe(before)
  })

  await test.step('History opens within the window, and so does the button that closes it', async () => {
    await studio.page.setViewportSize({width: 1440, height: 900})
    await studio.menu(/History/)
    const history = studio.page.locator('[data-ui="DocumentInspectorPanel"]')
    await expect(history.getByRole('listbox', {name: 'Document revisions'})).toBeInViewport({ratio: 1})
    await expect(studio.text('title')).toBeHidden()
    const close = history.getByRole('button', {name: 'Close history'})
    await expect(close).toBeInViewport({ratio: 1})
    await close.click()
    await expect(studio.text('title')).toBeInViewport({ratio: 1})
  })

  await test.step('readers see nothing of it', async () => {
    await page.goto(at(`/${SLUG}`))
    await expect(page.getByRole('heading', {level: 1})).toHaveText(PUBLISHED.title)
    await expect(page.getByText('This is a preview')).toHaveCount(0)
  })

  await test.step('who leaves the preview is a reader again', async () => {
    const tab = await studio.page.context().newPage()
    await tab.goto(at(`/${SLUG}`))
    await expect(tab.getByRole('heading', {level: 1})).toContainText('Secret draft about pipes')
    await tab.getByRole('button', {name: 'Leave the preview'}).click()
    await expect(tab).toHaveURL(at(`/${SLUG}`))
    await expect(tab.getByRole('heading', {level: 1})).toHaveText(PUBLISHED.title)
    await tab.reload()
    await expect(tab.getByRole('heading', {level: 1})).toHaveText(PUBLISHED.title)
  })
})

test('a preview opens for nobody who brings no secret of the Studio', async ({request}) => {
  for (const query of [
    '',
    '?sanity-preview-secret=',
    '?sanity-preview-secret=guessed',
    `?sanity-preview-secret=guessed&sanity-preview-pathname=/${SLUG}`,
  ]) {
    const answer = await request.get(at(`/api/draft-mode/enable${query}`), {maxRedirects: 0})
    expect(answer.status(), query).toBe(401)
    expect(await answer.text()).toContain('This preview is not open to you')
    expect(answer.headers()['set-cookie'] ?? '', query).not.toMatch(/__prerender_bypass=[^;]+/)
  }
})

test('a visitor never sees a draft, whatever they send', async ({request}) => {
  const forged = '0123456789abcdef'.repeat(4)
  const cookies = [
    '',
    `__prerender_bypass=${forged}`,
    `__prerender_bypass=${forged}; sanity-preview-perspective=drafts`,
    '__prerender_bypass=true; __next_preview_data=true; sanity-preview-perspective=raw',
    'sanity-preview-perspective=drafts',
  ]
  const queries = [
    '',
    '?sanity-preview-perspective=drafts',
    '?sanity-preview-secret=guessed&sanity-preview-perspective=raw',
    '?preview=true&perspective=drafts',
  ]
  const extras: Record<string, string>[] = [{}, {rsc: '1'}, {'x-prerender-revalidate': forged}]
  for (const cookie of cookies)
    for (const query of queries)
      for (const extra of extras) {
        const answer = await request.get(at(`/${SLUG}${query}`), {headers: {cookie, ...extra}})
        const text = await answer.text()
        const seen = {draft: text.includes('Secret draft'), published: text.includes(PUBLISHED.title)}
        expect(seen, `${cookie} ${query}`).toEqual({draft: false, published: true})
      }
})
