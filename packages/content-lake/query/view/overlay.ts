import type {LakeDocument, Perspective} from '../../contracts.ts'
import {idInLayer, isPublishedId, publishedIdOf} from '../../documents.ts'

type ReadDocument = (id: string) => LakeDocument | undefined

/** How a perspective turns the stored documents into those that a reader sees. */
export type Overlay = {
  /** The id under which the stored document could be seen; undefined when it never is. */
  slot(storedId: string): string | undefined
  /** What is seen under a slot's id at present. */
  shown(slot: string, read: ReadDocument): LakeDocument | undefined
}

/**
 * The overlay of a perspective. Anonymous readers are shown what the perspective makes of the public documents only:
 * those whose id has no dot, so neither drafts nor releases nor anything below a path.
 *
 * @see https://www.sanity.io/docs/content-lake/perspectives
 */
export function overlayOf(perspective: Perspective, anonymous: boolean): Overlay {
  const overlay = Array.isArray(perspective) ? stacked(perspective) : flat(perspective)
  return anonymous ? publicOnly(overlay) : overlay
}

function flat(perspective: 'raw' | 'published'): Overlay {
  return {
    slot: (id) => (perspective === 'raw' || isPublishedId(id) ? id : undefined),
    shown: (slot, read) => read(slot),
  }
}

function stacked(layers: string[]): Overlay {
  const order = [...layers.filter((layer) => layer !== 'published'), 'published']
  return {
    slot: (id) => publishedIdOf(id),
    shown(slot, read) {
      for (const layer of order) {
        const document = read(idInLayer(layer, slot))
        if (document) return isMarkedForRemoval(document) ? undefined : original(document, slot)
      }
      return undefined
    },
  }
}

function original(document: LakeDocument, slot: string): LakeDocument {
  return {...document, _id: slot, _originalId: document._id}
}

/** A release takes a document off the site by holding a version of it that carries `_system.delete`. */
function isMarkedForRemoval({_system: system}: LakeDocument): boolean {
  return typeof system === 'object' && system !== null && 'delete' in system && system.delete === true
}

function publicOnly(overlay: Overlay): Overlay {
  const isPublic = (id: string) => !id.includes('.')
  return {
    slot: (id) => (isPublic(id) ? overlay.slot(id) : undefined),
    shown: (slot, read) => overlay.shown(slot, (id) => (isPublic(id) ? read(id) : undefined)),
  }
}
