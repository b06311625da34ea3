import {expect} from 'playwright/test'
import {policyDocument, removePolicy} from '#tests/support/policies.ts'
import {contentClient} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

const FIRST = 'The first paragraph belongs to the editor.'
const SECOND = 'The second paragraph belongs to the administrator.'
const EDITOR_WORDS = ' She writes this sentence while somebody else is writing below her.'
const ADMINISTRATOR_WORDS = ' He writes this sentence while somebody else is writing above him.'

test('two people write in one document at once, and no word is lost', async ({signIn}) => {
  test.slow()
  await removePolicy('for-two')
  const {body, ...document} = policyDocument('for-two', {title: 'For two', text: FIRST})
  const second = body.map((block) => ({
    ...block,
    _key: 'second',
    children: block.children.map((span) => ({...span, text: SECOND})),
  }))
  const client = contentClient()
  await client.create({...document, body: [...body, ...second]})

  const [editor, administrator] = await Promise.all([signIn('Local Editor'), signIn('Local Administrator')])
  await Promise.all([editor, administrator].map((studio) => studio.open('policy', document._id)))

  await test.step('each writes at the end of a paragraph of their own, at the same time', async () => {
    // Both carets stand before anybody types: a text that grows would move what the other is about to click.
    await editor.placeCaret(await editor.editor('body'), FIRST)
    await administrator.placeCaret(await administrator.editor('body'), SECOND)
    await Promise.all([
      editor.page.keyboard.type(EDITOR_WORDS, {delay: 30}),
      administrator.page.keyboard.type(ADMINISTRATOR_WORDS, {delay: 30}),
    ])
  })

  const paragraphs = [FIRST + EDITOR_WORDS, SECOND + ADMINISTRATOR_WORDS]

  await test.step('the draft holds every word of both', async () => {
    await expect
      .poll(() => client.fetch('*[_id == $id][0].body[].children[0].text', {id: `drafts.${document._id}`}))
      .toEqual(paragraphs)
  })

  await test.step('each sees the words of the other, and where the other is', async () => {
    for (const [studio, other] of [
      [editor, 'Local Administrator'],
      [administrator, 'Local Editor'],
    ] as const) {
      const text = await studio.editor('body')
      for (const paragraph of paragraphs) await expect(text).toContainText(paragraph)
      const entry = studio.page.getByTestId('document-list-pane').getByRole('link', {name: 'For two'})
      await expect(entry.getByLabel(other, {exact: true})).toBeVisible()
    }
  })
  await removePolicy('for-two')
})
