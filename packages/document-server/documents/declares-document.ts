import {attributesOf} from './attributes.ts'

const HTML_TAG = /^\s*(?:<!doctype html>)?\s*(<html(?:\s[^>]*)?>)/i

/** Whether a page says of itself that it is complete without scripts: `<html data-document>`. */
export function declaresDocument(html: string): boolean {
  const tag = HTML_TAG.exec(html)?.[1]
  return tag !== undefined && attributesOf(tag).has('data-document')
}
