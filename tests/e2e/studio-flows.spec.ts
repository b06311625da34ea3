import {expect} from 'playwright/test'
import {policyDocument, policyId, removeDocuments} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

const at = (path: string) => `${services().site.url}${path}`
const studioAt = (path: string) => `${services().studio.url}${path}`

test('a policy is written and published', async ({signIn, page}) => {
  test.slow()
  const title = 'Cookie Notice of a Journey'
  const slug = 'cookie-notice-of-a-journey'
  await removeDocuments('*[_type == "policy" && title match $title]', {title: `${title}*`})
  const client = contentClient()
  const studio = await signIn()

  await test.step('it cannot be published before it has an address', async () => {
    await studio.page.goto(studioAt('/structure/policy'))
    await studio.page.getByTestId('action-intent-button').click()
    await studio.ready()
    await studio.append('title', title)
    await expect.poll(() => client.fetch('count(*[_type == "policy" && title == $title])', {title})).toBe(1)
    await expect(studio.publishButton).toBeDisabled()
  })
  const id = studio.openId

  await test.step('once it has words and an address it is on the site', async () => {
    const editor = await studio.editor('body')
    await editor.getByText('Last Updated').first().click()
    await studio.page.keyboard.press('Enter')
    await studio.page.keyboard.type('We keep no cookies here.', {delay: 20})
    await expect
      .poll(() => client.fetch('pt::text(*[_id == $id][0].body)', {id: `drafts.${id}`}))
      .toContain('We keep no cookies here.')
    await studio.page.getByTestId('group-tab-page').click()
    await studio.field('slug').getByRole('button', {name: 'Generate'}).click()
    await expect.poll(() => client.getDocument(`drafts.${id}`)).toMatchObject({slug: {current: slug}})
    await studio.publish()
    await expect.poll(async () => (await page.goto(at(`/${slug}`)))?.status()).toBe(200)
    await expect(page.getByRole('heading', {level: 1})).toHaveText(title)
    await expect(page.getByText('We keep no cookies here.')).toBeVisible()
  })
  await removeDocuments('*[_id in [$id, "drafts." + $id]]', {id})
})

test('a policy is copied, changed, taken off the site and deleted', async ({signIn, request}) => {
  test.slow()
  const title = 'Shipping Notice of a Journey'
  const slug = 'shipping-notice-of-a-journey'
  await removeDocuments('*[_type == "policy" && title match $title]', {title: `${title}*`})
  const client = contentClient()
  const id = policyId(slug)
  const answer = async () => (await request.get(at(`/${slug}`))).status()
  await client.create(policyDocument(slug, {title, text: 'We ship nothing.'}))
  await expect.poll(answer).toBe(200)
  const studio = await signIn()

  await test.step('a copy of it is a draft of its own', async () => {
    await studio.open('policy', id)
    await studio.act('Duplicate')
    await expect.poll(() => studio.openId).not.toBe(id)
    await expect
      .poll(() => client.fetch('*[_id == $id][0].title', {id: `drafts.${studio.openId}`}))
      .toContain(title)
    expect(await client.getDocument(studio.openId)).toBeUndefined()
  })

  await test.step('the copy is deleted', async () => {
    const copy = studio.openId
    await studio.open('policy', copy)
    await studio.act(/^Delete|^Discard draft/)
    await studio.confirm()
    await expect.poll(() => client.getDocument(`drafts.${copy}`)).toBeUndefined()
  })

  await test.step('changes are thrown away', async () => {
    await studio.open('policy', id)
    await studio.append('title', ' Nobody Wants')
    await expect
      .poll(() => client.getDocument(`drafts.${id}`))
      .toMatchObject({title: `${title} Nobody Wants`})
    await studio.act('Discard changes')
    await studio.confirm()
    await expect.poll(() => client.getDocument(`drafts.${id}`)).toBeUndefined()
    await expect(studio.text('title')).toHaveValue(title)
  })

  await test.step('it is taken off the site and stays in the Studio', async () => {
    await studio.show('Published')
    await studio.page
      .getByTestId('action-unpublish')
      .or(studio.page.getByRole('button', {name: 'Unpublish'}))
      .click()
    await studio.confirm()
    await expect.poll(() => client.getDocument(id)).toBeUndefined()
    expect(await client.getDocument(`drafts.${id}`)).toMatchObject({title})
    await expect.poll(answer).toBe(404)
  })

  await test.step('it is deleted', async () => {
    await studio.open('policy', id)
    await studio.act(/^Delete|^Discard draft/)
    await studio.confirm()
    await expect.poll(() => client.fetch('count(*[_id in [$id, "drafts." + $id]])', {id})).toBe(0)
  })
})
