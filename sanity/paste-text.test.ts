// @vitest-environment jsdom
import {sanitySchemaToPortableTextSchema} from '@portabletext/sanity-bridge'
import {type ArraySchemaType, createSchema, isArraySchemaType} from 'sanity'
import {describe, expect, test} from 'vitest'
import {readText, type TextBlock} from '#lib/format/portable-text.ts'
import {pastedText} from './paste-text.ts'
import {schemaTypes} from './schema/index.ts'

const types = createSchema({name: 'default', types: schemaTypes})

function fieldOf(name: string): ArraySchemaType {
  const type = types.get(name)
  if (!type || !isArraySchemaType(type)) throw new Error(`${name} is no text.`)
  return type
}

/** What stands in a field after a paste, a line for each part, read as the page reads it. */
function pasted(html: string, field = 'policyBody'): string[] {
  let key = 0
  const schema = sanitySchemaToPortableTextSchema(fieldOf(field))
  const blocks = pastedText(html, {schema, keyGenerator: () => `k${key++}`})
  const {members, repairs} = readText(blocks)
  expect(repairs).toEqual([])
  return members.map((member) => {
    if (member._type === 'block') return lineOf(member)
    if (member._type !== 'table') return member._type
    const rows = member.rows.map(({cells}) => cells.map((cell) => cell.map(lineOf).join(' / ')).join(' | '))
    return `table ${member.headerRows ?? 1}: ${rows.join(' || ')}`
  })
}

function lineOf({style, listItem, level, children, markDefs}: TextBlock): string {
  const kind = listItem ? `${listItem} ${level}: ` : style === 'normal' ? '' : `${style}: `
  const words = children.map(({text, marks}) => {
    const href = markDefs.find(({_key}) => marks.includes(_key))?.href
    const strong = marks.includes('strong') ? `*${text}*` : text
    return href ? `[${strong}](${href})` : strong
  })
  return kind + words.join('').trim()
}

/** The clipboard of Word for Windows and Mac: lists are paragraphs, and say in their style which. */
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!--
@list l0:level1 {mso-level-number-format:bullet; mso-level-text:\\F0B7;}
@list l0:level2 {mso-level-number-format:bullet; mso-level-text:o;}
@list l1:level1 {mso-level-tab-stop:none; mso-level-number-position:left;}
--></style></head>
<body lang=EN-US><!--StartFragment-->
<p class=MsoTitle>Privacy Policy<o:p></o:p></p>
<h1>1. What we collect<o:p></o:p></h1>
<p class=MsoNormal>Words <b>in bold</b> and <a href="https://a.example/x">a link</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Names<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:1.0in;text-indent:-.25in;mso-list:l0 level2 lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>o<span>&nbsp; </span></span></span><![endif]>First names<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-.25in;mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Counted<o:p></o:p></p>
<h2>Cookies<o:p></o:p></h2>
<table class=MsoTableGrid border=1><tr><td width=100 valign=top><p class=MsoNormal><b>Name</b><o:p></o:p></p></td><td><p class=MsoNormal><b>Time</b><o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>_ga<o:p></o:p></p></td><td><p class=MsoNormal>two <a href="https://b.example">years</a><o:p></o:p></p></td></tr></table>
<!--EndFragment--></body></html>`

/** The clipboard of Word for the web: headings are paragraphs with a role, and each run of words is two spans. */
const WORD_ONLINE = `<html><body><!--StartFragment-->
<div class="OutlineElement Ltr SCXW1 BCX0"><p class="Paragraph SCXW1 BCX0" role="heading" aria-level="1" xml:lang="EN-US"><span class="TextRun SCXW1 BCX0"><span class="NormalTextRun SCXW1 BCX0" data-ccp-parastyle="heading 1">What we collect</span></span><span class="EOP SCXW1 BCX0">&nbsp;</span></p></div>
<div class="OutlineElement Ltr SCXW1 BCX0"><p class="Paragraph SCXW1 BCX0"><span class="TextRun SCXW1 BCX0"><span class="NormalTextRun SCXW1 BCX0">Words </span></span><span class="TextRun MacChromeBold SCXW1 BCX0" style="font-weight:bold"><span class="NormalTextRun SCXW1 BCX0">in bold</span></span><span class="EOP SCXW1 BCX0">&nbsp;</span></p></div>
<div class="ListContainerWrapper SCXW1 BCX0"><ul class="BulletListStyle1 SCXW1 BCX0"><li class="OutlineElement Ltr SCXW1 BCX0" data-aria-level="1"><p class="Paragraph SCXW1 BCX0"><span class="TextRun SCXW1 BCX0"><span class="NormalTextRun SCXW1 BCX0">Names</span></span><span class="EOP SCXW1 BCX0">&nbsp;</span></p></li></ul></div>
<div class="TableContainer SCXW1 BCX0"><table class="Table SCXW1 BCX0"><tbody><tr><td><div class="TableCellContent SCXW1 BCX0"><p class="Paragraph SCXW1 BCX0"><span class="TextRun SCXW1 BCX0"><span class="NormalTextRun SCXW1 BCX0">_ga</span></span><span class="EOP SCXW1 BCX0">&nbsp;</span></p></div></td><td><p class="Paragraph SCXW1 BCX0"><span class="TextRun SCXW1 BCX0"><span class="NormalTextRun SCXW1 BCX0">two years</span></span></p></td></tr></tbody></table></div>
<!--EndFragment--></body></html>`

/** The clipboard of Google Docs: all of it within one bold element that is not bold, and bold as a weight of 700. */
const GOOGLE_DOCS = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1a2b3c4d">
<h1 dir="ltr"><span style="font-size:20pt;font-weight:400;">What we collect</span></h1>
<p dir="ltr"><span style="font-weight:400;">Words </span><span style="font-weight:700;">in bold</span><span> and </span><a href="https://a.example/x"><span style="text-decoration:underline;">a link</span></a></p>
<ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>Names</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>First names</span></p></li></ul></ul>
<ol><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>Counted</span></p></li></ol>
<h2 dir="ltr"><span>Cookies</span></h2>
<div dir="ltr"><table><colgroup><col/><col/></colgroup><tbody><tr><td><p dir="ltr"><span style="font-weight:700;">Name</span></p></td><td><p dir="ltr"><span style="font-weight:700;">Time</span></p></td></tr><tr><td><p dir="ltr"><span>_ga</span></p></td><td><p dir="ltr"><span>two years</span></p></td></tr></tbody></table></div></b>`

/** The clipboard of LibreOffice Writer: HTML of old, with fonts and paragraphs in items. */
const LIBRE_OFFICE = `<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 24.2 (Linux)"/><style type="text/css">p { line-height: 115% }</style></head>
<body lang="en-US" dir="ltr"><h1 class="western">What we collect</h1>
<p style="line-height: 100%">Words <b>in bold</b> and <a href="https://a.example/x">a link</a></p>
<ul><li><p>Names</p><ul><li><p>First names</p></li></ul></li></ul>
<ol><li><p>Counted</p></li></ol>
<h2 class="western">Cookies</h2>
<table width="100%" cellpadding="4" cellspacing="0"><thead><tr><th><p>Name</p></th><th><p>Time</p></th></tr></thead><tbody><tr><td><p>_ga</p></td><td><p>two years</p></td></tr></tbody></table></body></html>`

describe('a text is pasted with its headings, lists, tables, links and bold words', () => {
  test('from Word', () => {
    expect(pasted(WORD)).toEqual([
      'h2: Privacy Policy',
      'h2: 1. What we collect',
      'Words *in bold* and [a link](https://a.example/x).',
      'bullet 1: Names',
      'bullet 2: First names',
      'number 1: Counted',
      'h3: Cookies',
      'table 1: *Name* | *Time* || _ga | two [years](https://b.example)',
    ])
  })

  test('from Word for the web', () => {
    expect(pasted(WORD_ONLINE)).toEqual([
      'h2: What we collect',
      'Words *in bold*',
      'bullet 1: Names',
      'table 1: _ga | two years',
    ])
  })

  test('from Google Docs', () => {
    expect(pasted(GOOGLE_DOCS)).toEqual([
      'h2: What we collect',
      'Words *in bold* and [a link](https://a.example/x)',
      'bullet 1: Names',
      'bullet 2: First names',
      'number 1: Counted',
      'h3: Cookies',
      'table 1: *Name* | *Time* || _ga | two years',
    ])
  })

  test('from LibreOffice', () => {
    expect(pasted(LIBRE_OFFICE)).toEqual([
      'h2: What we collect',
      'Words *in bold* and [a link](https://a.example/x)',
      'bullet 1: Names',
      'bullet 2: First names',
      'number 1: Counted',
      'h3: Cookies',
      'table 1: Name | Time || _ga | two years',
    ])
  })
})

test('headings that a field has stay as they are, and those of a field without any become paragraphs', () => {
  expect(pasted('<h3>Part</h3><p>Words</p><h2>Section</h2>')).toEqual(['h3: Part', 'Words', 'h2: Section'])
  expect(pasted('<h1>One</h1><p>Words</p>', 'shortText')).toEqual(['One', 'Words'])
})

describe('cells that reach over several columns or rows leave every other cell in its place', () => {
  const GRID = 'Who | When |  ||  | from | to || We | always |  || They |  |  || Both |  | now'

  test('from Word', () => {
    const p = (words: string) => `<p class=MsoNormal>${words}<o:p></o:p></p>`
    expect(
      pasted(`<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Microsoft Word 15"></head><body>
<table class=MsoTableGrid><tr><td rowspan=2>${p('Who')}</td><td colspan=2>${p('When')}</td></tr><tr><td>${p('from')}</td><td>${p('to')}</td></tr>
<tr><td>${p('We')}</td><td colspan=2 rowspan=2>${p('always')}</td></tr><tr><td>${p('They')}</td></tr>
<tr><td>${p('Both')}</td><td>${p('&nbsp;')}</td><td>${p('now')}</td></tr></table></body></html>`),
    ).toEqual([`table 1: ${GRID}`])
  })

  test('from Google Sheets', () => {
    expect(
      pasted(`<google-sheets-html-origin><style type="text/css"><!--td {border: 1px solid #cccccc;}--></style><table xmlns="http://www.w3.org/1999/xhtml" cellspacing="0" dir="ltr"><colgroup><col width="100"/></colgroup><tbody>
<tr style="height:21px;"><td rowspan="2" colspan="1"><div>Who</div></td><td colspan="2">When</td></tr><tr><td>from</td><td>to</td></tr>
<tr><td>We</td><td rowspan="2" colspan="2">always</td></tr><tr><td>They</td></tr><tr><td>Both</td><td></td><td>now</td></tr></tbody></table></google-sheets-html-origin>`),
    ).toEqual([`table 1: ${GRID}`])
  })

  test('from LibreOffice, with the rows that name the columns and the caption', () => {
    expect(
      pasted(`<meta name="generator" content="LibreOffice 24.2"/><table cellspacing="0"><caption>Who sees it</caption><thead>
<tr><th rowspan="2"><p>Who</p></th><th colspan="2"><p>When</p></th></tr><tr><th><p>from</p></th><th><p>to</p></th></tr></thead>
<tbody><tr><td><p>We</p></td><td colspan="2" rowspan="2"><p>always</p></td></tr><tr><td><p>They</p></td></tr><tr><td><p>Both</p></td><td><br/></td><td><p>now</p></td></tr></tbody></table>`),
    ).toEqual([`table 2: ${GRID}`])
  })
})
