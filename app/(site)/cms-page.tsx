import {draftMode} from 'next/headers'
import {Blocks, lookupKeysOf, UnknownBlock} from '#components/blocks/blocks.tsx'
import {StructuredData} from '#components/site/structured-data.tsx'
import {currentOffers} from '#lib/checkout/offers-on.ts'
import type {Page} from '#lib/content/pages.ts'
import {logger} from '#lib/log/logger.ts'
import {thingsOn} from './things-on.ts'

/** A page made of blocks. */
export async function CmsPage({page}: {page: Page}) {
  const {path, title = path, blocks} = page
  const [{isEnabled: isPreview}, offers] = await Promise.all([
    draftMode(),
    currentOffers(lookupKeysOf(blocks)),
  ])
  return (
    <>
      <StructuredData things={await thingsOn(page, offers)} />
      <Blocks
        title={title}
        blocks={blocks}
        offers={offers}
        unknown={({_key, _type: type}) => {
          logger.warn({path, block: _key, type}, 'A block cannot be shown and is left out')
          return isPreview ? <UnknownBlock type={type} /> : null
        }}
      />
    </>
  )
}
