import {expect, type Locator} from 'playwright/test'
import {policyDocument, removePolicy} from '#tests/support/policies.ts'
import {contentClient, services} from '#tests/support/services.ts'
import {test} from '#tests/support/studio.ts'

const SLUG = 'pasted'
const FIRST = 'The paragraph after which the text goes in.'

/** What Word for Windows puts on the clipboard. */
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"></head><body lang=EN-US><!--StartFragment-->
<h1>What we keep<o:p></o:p></h1>
<p class=MsoNormal>Words <b>in bold</b> and <a href="https://a.example/x">a link</a>.<o:p></o:p></p>
<p class=MsoListParagraph style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Names<o:p></o:p></p>
<table class=MsoTableGrid><tr><td><p class=MsoNormal>Cookie<o:p></o:p></p></td><td><p class=MsoNormal>Time<o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>_ga<o:p></o:p></p></td><td><p class=MsoNormal>two years<o:p></o:p></p></td></tr></table>
<!--EndFragment--></body></html>`

/** Pastes what another program has put on the clipboard. */
async function paste(editor: Locator, html: string): Promise<void> {
  await editor.evaluate((element, data) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/html', data)
    clipboardData.setData(
      'text/plain',
      new DOMParser().parseFromString(data, 'text/html').body.textContent ?? '',
    )
    element.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}))
  }, html)
}

test('a text from Word goes into a policy whole, beside a table that was made before cells had paragraphs', async ({
  signIn,
  request,
}) => {
  test.slow()
  await removePolicy(SLUG)
  const {body, ...policy} = policyDocument(SLUG, {title: 'Pasted', text: FIRST})
  const client = contentClient()
  const old = {
    _type: 'table',
    _key: 'old',
    caption: 'Times',
    rows: [
      {_type: 'tableRow', _key: 'head', cells: ['Data', 'Kept for']},
      {_type: 'tableRow', _key: 'row', cells: ['Messages', 'a year']},
    ],
  }
  await client.create({...policy, body: [...body, old]})
  const studio = await signIn()
  await studio.open('policy', policy._id)
  const editor = await studio.editor('body')
  await expect(editor.getByText('Kept for')).toBeVisible()
  await studio.placeCaret(editor, FIRST)
  await studio.page.keyboard.press('Enter')
  await paste(editor, WORD)
  await expect(editor.getByText('two years')).toBeVisible()

  await test.step('words are added to a cell of the old table', async () => {
    await studio.placeCaret(editor, 'a year')
    await studio.page.keyboard.type(' or two', {delay: 20})
  })
  await studio.publish()

  await test.step('the page has all of it, each part as what it was', async () => {
    const at = `${services().site.url}/${SLUG}.md`
    await expect
      .poll(async () => (await request.get(at)).text(), {timeout: 60_000})
      .toContain('a year or two')
    const words = await (await request.get(at)).text()
    for (const part of [
      FIRST,
      '## What we keep',
      'Words **in bold** and [a link](https://a.example/x).',
      '- Names',
      '| Cookie | Time |',
      '| \\_ga | two years |',
      '| Data | Kept for |',
      '| Messages | a year or two |',
    ])
      expect(words).toContain(part)
  })
  await removePolicy(SLUG)
})
