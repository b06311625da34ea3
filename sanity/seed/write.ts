import type {ShortText, SiteLink} from '../types.gen.ts'

/** Ids of the documents that a new site begins with, for links between them. */
export const IDS = {
  home: 'page-home',
  pricing: 'page-pricing',
  about: 'page-about',
  contact: 'page-contact',
  privacy: 'policy-privacy',
  terms: 'policy-terms',
  lifetimeAccess: 'plan-lifetime-access',
} as const

export type SeedId = (typeof IDS)[keyof typeof IDS]

/** What a new document has before it is stored. */
export type New<Document> = Omit<Document, '_createdAt' | '_updatedAt' | '_rev'>

/** Gives the members of a list their keys and their type. */
export function listOf<const Type extends string, Member extends object>(
  type: Type,
  members: readonly Member[],
): (Member & {_type: Type; _key: string})[] {
  return members.map((member, index) => ({...member, _type: type, _key: `${type}-${index + 1}`}))
}

/** A link to a document. */
export const linkTo = (document: SeedId, label: string): SiteLink => ({
  _type: 'siteLink',
  label,
  kind: 'document',
  document: {_type: 'reference', _ref: document},
})

/** Words of a text: plain, or linked to a document. */
type Words = string | {words: string; document: SeedId}

type Block = ShortText[number]

/** A paragraph, with a key that is unique in its text when `key` is. */
export function paragraph(key: string, ...parts: readonly Words[]): Block {
  return {
    _type: 'block',
    _key: key,
    style: 'normal',
    children: parts.map((part, index) => ({
      _type: 'span',
      _key: `${key}-${index}`,
      text: typeof part === 'string' ? part : part.words,
      marks: typeof part === 'string' ? [] : [`${key}-link-${index}`],
    })),
    markDefs: parts.flatMap((part, index) =>
      typeof part === 'string'
        ? []
        : [
            {
              _type: 'link' as const,
              _key: `${key}-link-${index}`,
              kind: 'document' as const,
              document: {_type: 'reference' as const, _ref: part.document},
            },
          ],
    ),
  }
}

/** Paragraphs without links. */
export const text = (...paragraphs: readonly string[]): ShortText =>
  paragraphs.map((words, index) => paragraph(`p${index + 1}`, words))
