import type {MutationInput} from '../contracts.ts'
import {malformed} from '../errors.ts'
import {type Operation, parseMutation, type Target} from '../transaction/operation.ts'
import type {Workspace} from '../transaction/workspace.ts'

/** Most documents that one mutation by query may touch, as with the hosted API. */
const MAX_SELECTED = 10_000

export type Select = (query: string, params: Record<string, unknown>) => Promise<string[]>
export type Step = (workspace: Workspace) => void

/**
 * Turns mutations into steps on a workspace, with the documents that queries select already known: a query sees what was
 * committed before its transaction.
 *
 * @returns For each mutation of the request its steps.
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
  if (ids.length > MAX_SELECTED) {
    throw malformed(
      `mutations[${index}]: the query selects ${ids.length} documents; at most ${MAX_SELECTED} are allowed`,
    )
  }
  return ids
}
