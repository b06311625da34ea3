import {globSync} from 'node:fs'
import {basename, dirname} from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import {expect, test} from 'playwright/test'
import {beyondSides, overlaps, watchPage} from '#tests/support/audit-page.ts'
import {contentClient, services} from '#tests/support/services.ts'

const LONGEST = 'Abwasserrohrreinigungsmaschinenverleih'.repeat(12)
const RIGHT_TO_LEFT = 'نحن نصلح الأنابيب ليلا ونهارا'

const words = (_key: string, text: string) => ({
  _type: 'block',
  _key,
  style: 'normal',
  children: [{_type: 'span', _key: `${_key}s`, text, marks: []}],
  markDefs: [],
})

/** Each type of block has a folder, which holds its schema. */
const BLOCK_TYPES = globSync('components/blocks/*/schema.ts').map((path) => basename(dirname(path)))

/** Blocks as no editor should leave them: empty, endless, in other scripts, and of a type that is not known. */
const BLOCKS = [
  ...BLOCK_TYPES.map((_type) => ({_type, _key: `empty-${_type}`})),
  {_type: 'hologram', _key: 'unknown', title: 'From another version'},
  {
    _type: 'hero',
    _key: 'long-hero',
    title: `long-hero ${LONGEST}`,
    lead: LONGEST,
    actions: [{_type: 'siteLink', _key: 'a', kind: 'address', label: LONGEST, href: '/pricing'}],
    conversation: {
      _type: 'conversation',
      label: LONGEST,
      messages: [
        {_type: 'conversationMessage', _key: 'm', speaker: 'assistant', time: '02:14', text: LONGEST},
      ],
    },
    workOrder: {
      _type: 'workOrder',
      title: LONGEST,
      rows: [{_type: 'workOrderRow', _key: 'r', name: LONGEST, value: LONGEST}],
    },
  },
  {
    _type: 'features',
    _key: 'long-features',
    title: `long-features ${LONGEST}`,
    items: [{_type: 'feature', _key: 'f', title: LONGEST, text: LONGEST, drawing: 'valve'}],
  },
  {
    _type: 'steps',
    _key: 'long-steps',
    title: `long-steps ${LONGEST}`,
    items: Array.from({length: 7}, (_, nth) => ({
      _type: 'step',
      _key: `s${nth}`,
      title: LONGEST,
      when: LONGEST,
    })),
  },
  {
    _type: 'richText',
    _key: 'long-text',
    text: [
      words('rtl', RIGHT_TO_LEFT),
      words('emoji', '👩🏽‍🔧🚿🪠'),
      words('long', LONGEST),
      {
        _type: 'table',
        _key: 'table',
        caption: LONGEST,
        rows: ['a', 'b'].map((_key) => ({_type: 'tableRow', _key, cells: Array(6).fill(LONGEST)})),
      },
      {_type: 'callout', _key: 'callout', label: LONGEST, text: [words('c', LONGEST)]},
    ],
  },
  {
    _type: 'textWithPicture',
    _key: 'long-beside',
    title: `long-beside ${LONGEST}`,
    text: [words('t', LONGEST)],
    links: [{_type: 'siteLink', _key: 'l', kind: 'address', label: LONGEST, href: '/pricing'}],
    drawing: 'tap',
  },
  ...['once', 'twice'].map((_key) => ({
    _type: 'plans',
    _key: `plans-${_key}`,
    title: `plans-${_key} ${LONGEST}`,
    intro: LONGEST,
    plans: [{_type: 'reference', _key: 'p', _ref: 'plan-lifetime-access'}],
    action: LONGEST,
    note: [words('n', LONGEST)],
  })),
  ...['once', 'twice'].map((_key) => ({
    _type: 'contactForm',
    _key: `form-${_key}`,
    title: `form-${_key} ${LONGEST}`,
    intro: LONGEST,
    action: LONGEST,
  })),
  {
    _type: 'faq',
    _key: 'long-faq',
    title: `long-faq ${LONGEST}`,
    items: [{_type: 'question', _key: 'q', question: LONGEST, answer: [words('a', LONGEST)]}],
  },
  {_type: 'quotation', _key: 'long-quotation', text: LONGEST, name: LONGEST, role: LONGEST},
  {
    _type: 'video',
    _key: 'long-video',
    title: `long-video ${LONGEST}`,
    intro: LONGEST,
    href: `https://${'video.'.repeat(20)}example/`,
    length: LONGEST,
  },
  {
    _type: 'gallery',
    _key: 'long-gallery',
    title: `long-gallery ${LONGEST}`,
    items: [{_type: 'figure', _key: 'f', caption: LONGEST}],
  },
  {_type: 'announcement', _key: 'long-announcement', text: LONGEST},
  {
    _type: 'callToAction',
    _key: 'long-call',
    title: `long-call ${LONGEST}`,
    action: {_type: 'siteLink', kind: 'address', label: LONGEST, href: '/pricing'},
  },
]

test('a page of empty, endless, foreign and unknown content holds together', async ({browser}) => {
  const client = contentClient()
  const {url} = services().site
  const id = 'page-odd-content'
  await client.createOrReplace({_id: id, _type: 'page', title: LONGEST, path: '/odd-content', blocks: BLOCKS})
  try {
    for (const width of [320, 1440]) {
      const context = await browser.newContext({viewport: {width, height: 900}})
      const page = await context.newPage()
      const {expectQuiet} = watchPage(page, url)
      await expect(async () => {
        const response = await page.request.get(`${url}/odd-content`)
        expect(response.status()).toBe(200)
      }).toPass()
      await page.goto(`${url}/odd-content`)
      await expect(page.getByText(RIGHT_TO_LEFT)).toBeVisible()
      await expect(page.getByText('👩🏽‍🔧🚿🪠')).toBeVisible()
      await expect(page.getByText('From another version')).toHaveCount(0)
      expect(await beyondSides(page)).toEqual([])
      expect(await overlaps(page)).toEqual([])
      const {violations} = await new AxeBuilder({page}).analyze()
      expect(violations.map(({id: rule, nodes}) => [rule, nodes.map(({html}) => html)])).toEqual([])
      expectQuiet()
      await context.close()
    }
  } finally {
    await client.delete(id)
  }
})

test('a policy that the content model does not allow keeps every word', async ({page, request}) => {
  const client = contentClient()
  const {url} = services().site
  const id = 'policy-odd-text'
  const kept = (nth: number) => `Words ${nth} stay.`
  const paragraph = (nth: number, rest: object = {}) => ({...words(`k${nth}`, kept(nth)), ...rest})
  const cells = [kept(9), null, kept(10)]
  const body = [
    paragraph(1, {style: 'h7'}),
    paragraph(2, {_key: undefined}),
    paragraph(3, {children: [{_type: 'span', _key: 's', text: kept(3), marks: null}]}),
    ...[0, null, 1.5].map((level, index) => paragraph(4 + index, {listItem: 'number', level})),
    paragraph(7, {children: [{_type: 'icon', _key: 'i', title: kept(7)}]}),
    {_type: 'quotation', _key: 'q', words: kept(8)},
    {_type: 'table', _key: 't', rows: [{_type: 'tableRow', _key: 'r', cells}, {cells: [kept(11)]}]},
    {_type: 'callout', _key: 'c', text: [paragraph(12, {style: 'h2'})]},
  ]
  await client.createOrReplace({
    _id: id,
    _type: 'policy',
    title: 'Odd',
    slug: {_type: 'slug', current: 'odd-policy'},
    lastUpdated: '2025-11-09',
    body: JSON.parse(JSON.stringify(body)),
  })
  try {
    await expect(async () => {
      expect((await request.get(`${url}/odd-policy`)).status()).toBe(200)
    }).toPass()
    await page.goto(`${url}/odd-policy`)
    for (let nth = 1; nth <= 12; nth++) await expect(page.locator('main')).toContainText(kept(nth))
    await expect(page.locator('main ol > li')).toHaveCount(3)
    await expect(page.getByRole('complementary').getByRole('heading')).toHaveCount(0)
  } finally {
    await client.delete(id)
  }
})
