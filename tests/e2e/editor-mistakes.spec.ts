import {expect, type Locator} from 'playwright/test'
import {removeDocuments} from '#tests/support/policies.ts'
import {contentClient} from '#tests/support/services.ts'
import {PageBuilder, type Studio, test} from '#tests/support/studio.ts'

const TITLE = 'Page of Mistakes'
const DRAFT_TITLE = 'Page That Is Not Out Yet'

const forget = () => removeDocuments('*[title in $titles]', {titles: [TITLE, DRAFT_TITLE]})

test.beforeEach(forget)
test.afterEach(forget)

/** The Studio says this beside a field of the form, and does not let the page be published. */
async function expectStopped(studio: Studio, form: Locator, message: string | RegExp): Promise<void> {
  await expect(studio.publishButton).toBeDisabled()
  await form.getByTestId('input-validation-icon-error').first().hover()
  await expect(studio.page.getByText(message).first()).toBeVisible()
}

test('each mistake of an editor is stopped with a message that says what to do', async ({signIn}) => {
  test.slow()
  const client = contentClient()
  await client.create({_id: 'drafts.not-out-yet', _type: 'page', title: DRAFT_TITLE, path: '/not-out-yet'})
  const studio = await signIn()
  const builder = new PageBuilder(studio)
  await builder.begin('Make a page to read')

  await test.step('no title', async () => {
    await builder.fill({path: '/page-of-mistakes'})
    await expectStopped(studio, studio.field('title'), 'Give the page a title.')
    await builder.fill({title: TITLE})
  })

  for (const [path, message] of [
    ['/api', 'The site uses /api itself. Choose another address.'],
    ['/studio/help', 'The site uses /studio/help itself. Choose another address.'],
    ['/privacy', '"Privacy Policy" stands at /privacy already. Choose another address.'],
    ['/Mistakes', /Use small letters, digits and single dashes only/],
  ] as const) {
    await test.step(`the address ${path}`, async () => {
      await builder.fill({path})
      await expectStopped(studio, studio.field('path'), message)
    })
  }
  await builder.fill({path: '/page-of-mistakes'})

  await test.step('a link to a draft', async () => {
    const id = studio.openId
    const link = {_type: 'reference', _ref: 'not-out-yet', _weak: true}
    const blocks = [
      {
        _type: 'callToAction',
        _key: 'action',
        title: 'Read on',
        action: {_type: 'siteLink', label: 'More', kind: 'document', document: link},
      },
    ]
    await client.patch(`drafts.${id}`).set({blocks}).commit()
    const form = await builder.open('Read on')
    await expectStopped(studio, form, /"Page That Is Not Out Yet" is not published/)
    await builder.close()
  })

  await test.step('a link to nothing', async () => {
    const set = {kind: 'address', href: '/nothing-here'}
    await client
      .patch(`drafts.${studio.openId}`)
      .set({'blocks[_key=="action"].action': {_type: 'siteLink', label: 'More', ...set}})
      .commit()
    const form = await builder.open('Read on')
    await expectStopped(studio, form, /Visitors find nothing at \/nothing-here/)
    await builder.close()
  })

  await test.step('a picture without words', async () => {
    const asset = await client.assets.upload('image', Buffer.from(PIXEL, 'base64'), {filename: 'pixel.png'})
    const picture = {_type: 'picture', asset: {_type: 'reference', _ref: asset._id}}
    const blocks = [{_type: 'textWithPicture', _key: 'picture', title: 'A van', picture}]
    await client.patch(`drafts.${studio.openId}`).set({blocks}).commit()
    const form = await builder.open('A van')
    await expectStopped(studio, form, /Say in words what the picture shows/)
    await studio.text('blocks[_key=="picture"].picture.alt').fill('A van in front of a house')
    await builder.close()
  })

  await test.step('a block is removed after a question, and Ctrl+Z undoes nothing else', async () => {
    const draft = () => client.getDocument(`drafts.${studio.openId}`)
    await studio.append('title', '!')
    await expect.poll(draft).toMatchObject({title: `${TITLE}!`})
    await builder.removeFirst()
    await expect.poll(draft).not.toHaveProperty('blocks.0')
    await studio.page.keyboard.press('Control+z')
    await studio.append('title', '!')
    await expect.poll(draft).toMatchObject({title: `${TITLE}!!`})
    await studio.text('title').fill(TITLE)
  })

  await test.step('without mistakes it can be published', async () => {
    await studio.publish()
    expect(await client.getDocument(studio.openId)).toMatchObject({title: TITLE, path: '/page-of-mistakes'})
  })
})

/** One grey pixel, PNG. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='
