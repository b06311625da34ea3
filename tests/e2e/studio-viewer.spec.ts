import {expect} from 'playwright/test'
import {policyDocument, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

test('a viewer reads, and can neither change nor publish', async ({signIn}) => {
  await removePolicy('for-viewers')
  const document = policyDocument('for-viewers', {title: 'For viewers', text: 'Words to read.'})
  const draft = {...document, _id: `drafts.${document._id}`, title: 'For viewers, later'}
  await contentClient().transaction().create(document).create(draft).commit()

  const studio = await signIn('Local Viewer')
  await studio.open('policy', document._id)
  await expect(studio.text('title')).toHaveValue('For viewers, later')
  await expect(studio.text('title')).toHaveAttribute('readonly')
  await expect(studio.publishButton).toBeDisabled()
  await expect(studio.page.getByTestId('studio-navbar').getByRole('link', {name: 'Pictures'})).toBeHidden()

  const {viewerToken} = services().lake
  const viewer = contentClient().withConfig({token: viewerToken})
  await expect(viewer.getDocument(document._id)).resolves.toMatchObject({title: 'For viewers'})
  await expect(viewer.patch(document._id).set({title: 'Mine'}).commit()).rejects.toMatchObject({
    statusCode: 403,
  })
  await expect(
    viewer.action({
      actionType: 'sanity.action.document.publish',
      publishedId: document._id,
      draftId: draft._id,
    }),
  ).rejects.toMatchObject({statusCode: 403})
  expect(await contentClient().getDocument(document._id)).toMatchObject({title: 'For viewers'})
  await removePolicy('for-viewers')
})
