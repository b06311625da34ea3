import {readFileSync} from 'node:fs'
import type {SchemaFile} from './json-schema.ts'

function read(): SchemaFile {
  return JSON.parse(readFileSync(new URL('./stripe.gen.json', import.meta.url), 'utf8'))
}

/** The generated schema, read once: it is ours, so it is trusted. */
export const schemaFile: SchemaFile = read()
