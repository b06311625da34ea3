import {z} from 'zod'
import {PatchOperations} from '../transaction/operation.ts'

const Document = z.looseObject({_id: z.string(), _type: z.string().min(1)})
const id = z.string().min(1)
const Patch = PatchOperations.omit({ifRevisionID: true})

const type = <Name extends string>(name: Name) => z.literal(`sanity.action.document.${name}` as const)

/** The document actions, see https://www.sanity.io/docs/http-reference/actions */
export const Action = z.discriminatedUnion('actionType', [
  z.object({
    actionType: type('create'),
    publishedId: id,
    attributes: Document,
    ifExists: z.enum(['fail', 'ignore']).default('fail'),
  }),
  z.object({actionType: type('edit'), draftId: id, publishedId: id, patch: z.union([Patch, z.array(Patch)])}),
  z.object({
    actionType: type('publish'),
    draftId: id,
    publishedId: id,
    ifDraftRevisionId: z.string().optional(),
    ifPublishedRevisionId: z.string().optional(),
  }),
  z.object({actionType: type('unpublish'), draftId: id, publishedId: id}),
  z.object({actionType: type('discard'), draftId: id}),
  z.object({actionType: type('delete'), publishedId: id, includeDrafts: z.array(id).default([])}),
  z.object({actionType: type('replaceDraft'), publishedId: id, attributes: Document}),
  z.object({
    actionType: type('version.create'),
    publishedId: id,
    document: Document.optional(),
    baseId: id.optional(),
    versionId: id.optional(),
    ifBaseRevisionId: z.string().optional(),
  }),
  z.object({actionType: type('version.discard'), versionId: id}),
  z.object({actionType: type('version.replace'), document: Document}),
  z.object({actionType: type('version.unpublish'), versionId: id, publishedId: id}),
])

export type Action = z.infer<typeof Action>
export type ActionOf<Name extends string> = Extract<Action, {actionType: `sanity.action.document.${Name}`}>
