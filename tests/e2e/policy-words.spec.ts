import {expect, test} from 'playwright/test'
import {policyDocument, removePolicy} from '#tests/support/policies.ts'
import {pageBlocks, privacyPolicyFile} from '#tests/support/policy-text.ts'
import {contentClient, services} from '#tests/support/services.ts'

const at = (path: string) => `${services().site.url}${path}`
const file = privacyPolicyFile()

test.describe('the privacy policy without scripts', () => {
  test.use({javaScriptEnabled: false})

  test('has every block of the file, in order, word for word', {tag: '@journey'}, async ({page}) => {
    expect(file.blocks.length).toBeGreaterThan(30)
    await page.goto(at('/privacy'))
    expect(await pageBlocks(page)).toEqual(file.blocks)
    expect(await page.locator('article strong').allTextContents()).toEqual(file.strong)
  })

  test('has one title, nested lists and a date that machines can read', {tag: '@journey'}, async ({page}) => {
    await page.goto(at('/privacy'))
    await expect(page.locator('h1')).toHaveCount(1)
    await expect(page.locator('article ul > li > ul > li').first()).toContainText('Contact Information:')
    await expect(page.locator('time')).toHaveText('11/09/2025')
    await expect(page.locator('time')).toHaveAttribute('datetime', '2025-11-09')
    await expect(page.getByRole('link', {name: 'https://plumbperfectleads.help/contact/'})).toHaveAttribute(
      'href',
      /\/contact\/$/,
    )
  })

  test('leads from its contents to each section, at an anchor made of its words', {tag: '@journey'}, async ({
    page,
  }) => {
    await page.goto(at('/privacy'))
    const sections = page.getByRole('navigation', {name: 'Contents'}).getByRole('link')
    const headings = file.blocks.filter(({kind}) => kind === 'heading').map(({text}) => text)
    await expect(sections).toHaveText(headings)
    for (const [nth, heading] of headings.entries()) {
      const anchor = heading
        .replace(/^\d+\. /, '')
        .replace(/'/g, '')
        .toLowerCase()
        .replaceAll(' ', '-')
      await sections.nth(nth).click()
      await expect(page).toHaveURL(at(`/privacy#${anchor}`))
      await expect(page.getByRole('heading', {name: heading, exact: true})).toBeInViewport()
    }
  })

  test('is printed as text alone', {tag: '@journey'}, async ({page}) => {
    await page.goto(at('/privacy'))
    await page.emulateMedia({media: 'print'})
    for (const navigation of await page.getByRole('navigation').all()) await expect(navigation).toBeHidden()
    expect(await pageBlocks(page)).toEqual(file.blocks)
    await expect(page.locator('article h1')).toBeVisible()
    await expect(page.locator('article li').last()).toBeVisible()
  })
})

test('every address that is known answers, with and without a slash at its end', {tag: '@journey'}, async ({
  request,
}) => {
  for (const path of ['/', '/privacy', '/privacy/', '/contact', '/contact/']) {
    const answer = await request.get(at(path), {maxRedirects: 0})
    expect(answer.status(), path).toBe(200)
    expect(answer.headers()['content-type'], path).toContain('text/html')
  }
})

test('a policy that is not there, or is only a draft, is not found', {tag: '@journey'}, async ({page}) => {
  const slug = 'only-a-draft'
  await removePolicy(slug)
  const document = policyDocument(slug, {title: 'Only a draft', text: 'Nobody may read this yet.'})
  await contentClient().create({...document, _id: `drafts.${document._id}`})
  for (const path of [
    `/${slug}`,
    `/${slug}/`,
    '/never-written',
    '/privacy/deeper',
    '/Privacy',
    '/%2e%2e/x',
  ]) {
    const answer = await page.goto(at(path))
    expect(answer?.status(), path).toBe(404)
    await expect(page.getByRole('heading', {level: 1})).toHaveText('There is no page here')
    await expect(page.getByRole('contentinfo')).toBeVisible()
    await expect(page.getByText('Nobody may read this yet.')).toHaveCount(0)
  }
  await removePolicy(slug)
})
