import {expect} from 'playwright/test'
import {policyDocument, policyId, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

const studioAt = (path: string) => `${services().studio.url}${path}`

test('what is looked for is found', async ({signIn}) => {
  await removePolicy('rare-words')
  const document = policyDocument('rare-words', {title: 'Zanzibar Rules', text: 'Nothing else is about it.'})
  await contentClient().create(document)
  const studio = await signIn()
  const {page} = studio

  await test.step('in a list', async () => {
    await page.goto(studioAt('/structure/policy'))
    const list = page.getByTestId('document-list-pane')
    await expect(list.getByText('Privacy Policy')).toBeVisible()
    await page.getByTestId('document-list-search').locator('input').fill('zanzi')
    await expect(list.getByText('Zanzibar Rules')).toBeVisible()
    await expect(list.getByText('Privacy Policy')).toBeHidden()
  })

  await test.step('in everything', async () => {
    await page.getByTestId('studio-search').click()
    await page.keyboard.type('zanzibar', {delay: 20})
    const results = page.getByTestId('search-results')
    await expect(results.getByText('Zanzibar Rules')).toBeVisible()
    await results.getByText('Zanzibar Rules').click()
    await expect(page).toHaveURL(new RegExp(policyId('rare-words')))
    await studio.ready()
    await expect(studio.text('title')).toHaveValue('Zanzibar Rules')
  })

  await test.step('with the sentence in which it stands', async () => {
    await page.goto(studioAt('/start'))
    const found = page.getByTestId('find-words')
    await found.getByRole('searchbox').fill('nothing ELSE')
    await expect(found.locator('mark')).toHaveText('Nothing else')
    await expect(found).toContainText('Nothing else is about it.')
    await found.getByRole('link', {name: 'Zanzibar Rules'}).click()
    await expect(page).toHaveURL(new RegExp(policyId('rare-words')))
  })
  await removePolicy('rare-words')
})

test('an administrator asks a question of the content, and an editor is not offered to', async ({signIn}) => {
  const editor = await signIn('Local Editor')
  await expect(editor.page.getByRole('link', {name: 'Content', exact: true})).toBeVisible()
  await expect(editor.page.getByRole('link', {name: 'Query', exact: true})).toBeHidden()
  const {page} = await signIn('Local Administrator')
  await page.goto(studioAt('/vision'))
  const query = page.getByTestId('vision-query-editor').locator('.cm-content')
  await query.click()
  await page.keyboard.insertText('*[_id == "policy-privacy"]{"found": slug.current + "!"}')
  await page.getByRole('button', {name: 'Fetch'}).click()
  await expect(page.getByTestId('vision-result')).toContainText('privacy!')
})
