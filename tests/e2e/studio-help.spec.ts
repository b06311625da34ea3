import {expect} from 'playwright/test'
import {removeDocuments} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {PageBuilder, test} from '#tests/support/studio.ts'

const TITLE = 'Page That Needs Help'
const PATH = '/page-that-needs-help'
const REDIRECT = 'redirect-of-help'

const studioAt = (path: string) => `${services().studio.url}${path}`

const forget = async () => {
  await removeDocuments('*[_id == $id]', {id: REDIRECT})
  await removeDocuments('*[_type == "page" && title == $title]', {title: TITLE})
}
test.beforeEach(forget)
test.afterEach(forget)

/** A published page of this test, and its id. */
async function publishedPage(rest: object = {}): Promise<string> {
  const text = [
    {
      _type: 'block',
      _key: 'words',
      style: 'normal',
      markDefs: [],
      children: [{_type: 'span', _key: 's', text: 'Pipes freeze in winter.', marks: []}],
    },
  ]
  const blocks = [{_type: 'richText', _key: 'text', text}]
  const {_id} = await contentClient().create({_type: 'page', title: TITLE, path: PATH, blocks, ...rest})
  return _id
}

test('an administrator sees what Stripe charges for a plan, and cannot publish a key that it does not know', async ({
  signIn,
}) => {
  const id = await contentClient().fetch<string>('*[_type == "plan" && !(_id in path("drafts.**"))][0]._id')
  const administrator = await signIn('Local Administrator')
  await administrator.open('plan', id)
  await administrator.page.getByTestId('group-tab-sale').click()
  const price = administrator.field('lookupKey').getByTestId('price-at-stripe')
  await expect(price).toContainText('Stripe charges US$99.00 now')
  await administrator.text('lookupKey').fill('no_such_price')
  await expect(price).toContainText('Stripe has no price with this lookup key')
  await expect(administrator.publishButton).toBeDisabled()

  const editor = await signIn('Local Editor')
  await editor.open('plan', id)
  await editor.page.getByTestId('group-tab-sale').click()
  await expect(editor.field('slug')).toBeVisible()
  await expect(editor.field('lookupKey')).toBeHidden()
  await contentClient().delete(`drafts.${id}`)
})

test('words that are typed after a style was chosen stand in the text', async ({signIn}) => {
  const id = await publishedPage()
  const studio = await signIn()
  await studio.open('page', id)
  await new PageBuilder(studio).open('Pipes freeze')
  const editor = await studio.editor('blocks[_key=="text"].text')
  await studio.placeCaret(editor, 'Pipes freeze in winter.')
  await studio.page.locator('#block-style-select').last().click()
  await studio.page.getByRole('menuitem', {name: 'Heading', exact: true}).click()
  await expect(editor).toBeFocused()
  // The editor puts the caret back where it was a moment after it has the focus.
  await expect
    .poll(() => editor.evaluate(() => document.getSelection()?.focusOffset))
    .toBe('Pipes freeze in winter.'.length)
  await studio.page.keyboard.type(' So do taps.', {delay: 20})
  await expect
    .poll(() => contentClient().fetch('*[_id == $id][0].blocks[0].text[0]', {id: `drafts.${id}`}))
    .toMatchObject({style: 'h2', children: [{text: 'Pipes freeze in winter. So do taps.'}]})
})

test('a page is made of what a template lays out and of nothing that stays empty', async ({
  signIn,
  request,
}) => {
  const studio = await signIn()
  const builder = new PageBuilder(studio)
  await builder.begin('Make a page that sells')
  await builder.fill({title: TITLE})
  await studio.page.getByTestId('generate-path').click()
  await expect(studio.text('path')).toHaveValue(PATH)
  const form = await builder.open('Opening')
  await form
    .getByTestId(/\.title$/)
    .getByTestId('string-input')
    .fill('Pipes that survive the frost')
  await builder.close()
  await studio.publish()
  const page = await request.get(`${services().site.url}${PATH}`)
  expect(await page.text()).toContain('Pipes that survive the frost')
})

test('a link fills in its words, and completes an e-mail address', async ({signIn}) => {
  const link = {_type: 'siteLink', label: 'Write to us', kind: 'address'}
  const action = {_type: 'callToAction', _key: 'action', title: 'Read on', action: link}
  const id = await publishedPage({blocks: [action]})
  const studio = await signIn()
  await studio.open('page', id)
  const builder = new PageBuilder(studio)
  const form = await builder.open('Read on')
  const href = studio.text('blocks[_key=="action"].action.href')
  await href.fill('hello@example.com')
  await href.press('Tab')
  await expect(href).toHaveValue('mailto:hello@example.com')
  await studio.text('blocks[_key=="action"].action.label').fill('')
  await form.getByText('A page of this site').click()
  await builder.refer(form, 'Privacy Policy')
  await expect(studio.text('blocks[_key=="action"].action.label')).toHaveValue('Privacy Policy')
})

test('what links to a page is named before it is taken off the site, and a link that leads nowhere on Start', async ({
  signIn,
}) => {
  const id = await publishedPage()
  const redirect = {_id: REDIRECT, _type: 'redirect', path: '/old-help', kind: 'document'}
  await contentClient().createOrReplace({...redirect, document: {_type: 'reference', _ref: id}})
  const studio = await signIn()
  await studio.open('page', id)
  await studio.show('Published')
  await studio.page.getByRole('button', {name: 'Unpublish'}).click()
  await expect(studio.page.getByRole('dialog')).toContainText('/old-help')
  await studio.page.getByTestId('unpublish-with-links').click()
  await expect.poll(() => contentClient().getDocument(id)).toBeUndefined()
  expect(await contentClient().getDocument(redirect._id)).toBeUndefined()

  await contentClient().createOrReplace({...redirect, kind: 'address', href: '/nothing-of-help'})
  await studio.page.goto(studioAt('/start'))
  await expect(studio.page.getByTestId('broken-links')).toContainText(
    'A link leads to /nothing-of-help, where visitors find nothing.',
  )
})

test('a viewer is offered to read, and sees drafts once an editor shares them', async ({signIn}) => {
  const id = await publishedPage()
  const {page} = await signIn('Local Viewer')
  await expect(page.getByRole('heading', {name: 'What would you like to read?'})).toBeVisible()
  await expect(page.getByRole('heading', {name: 'Make something new'})).toBeHidden()
  const frame = page.frameLocator('iframe')
  await page.goto(studioAt(`/presentation/page/${id}?preview=${PATH}`))
  await expect(frame.getByRole('heading', {level: 1})).toHaveText('This preview is not open to you')

  const editor = await signIn()
  await editor.page.goto(studioAt(`/presentation/page/${id}?preview=${PATH}`))
  const share = editor.page.getByText('for 14 days')
  // A preview that is still loading renders its buttons anew, which closes their menu.
  await expect(async () => {
    if (!(await share.isVisible()))
      await editor.page.getByRole('button', {name: 'Share this preview'}).click({timeout: 5000})
    await share.click({timeout: 5000})
  }).toPass({timeout: 60_000})
  const shared = '*[_id == "sanity-preview-url-secret.share-access"][0].secret'
  await expect.poll(() => contentClient().fetch(shared)).toBeTruthy()
  await page.reload()
  await expect(frame.getByText('Pipes freeze in winter.')).toBeVisible()
  await contentClient().delete('sanity-preview-url-secret.share-access')
})

test('what search engines and messengers show of a page is seen while it is written', async ({signIn}) => {
  const id = await publishedPage()
  const studio = await signIn()
  await studio.open('page', id)
  await studio.page.getByTestId('group-tab-seo').click()
  const preview = studio.page.getByTestId('search-preview')
  await expect(preview).toContainText(`${TITLE} · PlumbPerfect Leads`)
  await expect(preview).toContainText('› page-that-needs-help')
  await studio.text('seo.title').fill('Frozen pipes: what to do until somebody who knows comes to your house')
  await expect(preview).toContainText('so its end is cut off')
  await studio.field('seo.description').locator('textarea').fill('Turn off the water first.')
  await expect(preview).toContainText('Description: 25 of about 160 characters')
})
