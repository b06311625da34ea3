import type {MutationInput} from '../contracts.ts'
import {malformed} from '../errors.ts'
import {type Operation, parseMutation, type Target} from './mutations.ts'
import type {Workspace} from './workspace.ts'

/** How many documents one mutation by query may change, as with the hosted API. */
const MAX_DOCUMENTS_BY_QUERY = 10_000

export type Select = (query: string, params: Record<string, unknown>) => Promise<string[]>
/** A change of documents as a part of a transaction. */
export type Step = (workspace: Workspace) => void

/**
 * Turns mutations into steps on a workspace. Queries are evaluated here, so they see what was committed before their
 * transaction.
 *
 * @returns For each mutation of the request its steps.
 * @throws ApiError 400 for a malformed mutation, or one whose query selects too many documents.
 */
export async function resolveTargets(mutations: MutationInput[], select: Select): Promise<Step[][]> {
  const operations = mutations.map(parseMutation)
  const steps: Step[][] = []
  for (const [index, operation] of operations.entries()) steps.push(await stepsOf(operation, index, select))
  return steps
}

export function hasQuery(mutations: MutationInput[]): boolean {
  return mutations.some(
    ({delete: deletion, patch}) => deletion?.query !== undefined || patch?.query !== undefined,
  )
}

async function stepsOf(operation: Operation, index: number, select: Select): Promise<Step[]> {
  switch (operation.kind) {
    case 'create':
      return [(workspace) => workspace.create(operation.attributes)]
    case 'createOrReplace':
      return [(workspace) => workspace.createOrReplace(operation.attributes)]
    case 'createIfNotExists':
      return [(workspace) => workspace.createIfNotExists(operation.attributes)]
    case 'delete':
      return (await idsOf(operation.target, index, select)).map((id) => (workspace) => workspace.delete(id))
    case 'patch':
      return (await idsOf(operation.target, index, select)).map(
        (id) => (workspace) => workspace.patch(id, operation.patch),
      )
  }
}

async function idsOf(target: Target, index: number, select: Select): Promise<string[]> {
  if ('id' in target) return [target.id]
  const ids = await select(target.query, target.params)
  if (ids.length > MAX_DOCUMENTS_BY_QUERY) {
    throw malformed(
      `mutations[${index}]: the query selects ${ids.length} documents; at most ${MAX_DOCUMENTS_BY_QUERY} are allowed`,
    )
  }
  return ids
}
