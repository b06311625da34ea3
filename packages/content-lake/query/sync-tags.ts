import {createHash} from 'node:crypto'
import type {LakeDocument} from '../contracts.ts'
import {publishedIdOf} from '../documents.ts'
import type {Lookup} from './view.ts'

/** A search for more ids counts as one of the whole dataset, since caches take only few tags for an entry. */
const MAX_IDS = 20

/**
 * What the answer to a query depends on, expressed in sync tags: an answer carries the tags of all that was read for it, an
 * event of the live API those of all that changed. A tag in common means that the answer may differ.
 */
export class Dependencies {
  readonly #subjects = new Set<string>()

  /** Notes a search of the dataset that can only find documents of these lookups. */
  addSearch(lookups: readonly Lookup[]): void {
    const ids = lookups.find(({attribute}) => attribute === 'id' || attribute === 'published')
    const types = lookups.find(({attribute}) => attribute === 'type')
    if (ids && ids.values.length <= MAX_IDS) for (const id of ids.values) this.#subjects.add(idSubject(id))
    else if (types) for (const type of types.values) this.#subjects.add(typeSubject(type))
    else this.#subjects.add(ANYTHING)
  }

  /** Notes a reference that was followed, and the document that it leads to. */
  addReference(id: string, document: LakeDocument | undefined): void {
    this.#subjects.add(document ? typeSubject(document._type) : idSubject(id))
  }

  /** In the hosted form, `s1:` and a hash. */
  tags(): string[] {
    return tagsOf(this.#subjects)
  }
}

/** The sync tags of everything that a change of these documents may affect. */
export function syncTagsOfDocuments(documents: Iterable<LakeDocument>): string[] {
  const subjects = new Set<string>()
  for (const document of documents) {
    subjects.add(ANYTHING).add(typeSubject(document._type)).add(idSubject(document._id))
  }
  return tagsOf(subjects)
}

const ANYTHING = '*'

function typeSubject(type: string): string {
  return `type:${type}`
}

function idSubject(id: string): string {
  return `id:${publishedIdOf(id)}`
}

function tagsOf(subjects: Iterable<string>): string[] {
  const tags = new Set<string>()
  for (const subject of subjects) {
    tags.add(`s1:${createHash('sha1').update(subject).digest('base64url').slice(0, 8)}`)
  }
  return [...tags]
}
