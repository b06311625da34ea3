import {renderToStaticMarkup} from 'react-dom/server'
import {expect, test} from 'vitest'
import {StructuredData} from './structured-data.tsx'

test('words cannot end the script, and come back as they were', () => {
  const name = '</script><script>alert(1)</script> & "quotes" <!--'
  const html = renderToStaticMarkup(<StructuredData entities={[{name}]} />)
  expect(html.match(/<\/script>/g)).toHaveLength(1)
  const json = html.replace(/^<script type="application\/ld\+json">|<\/script>$/g, '')
  expect(JSON.parse(json)).toEqual({'@context': 'https://schema.org', '@graph': [{name}]})
})
