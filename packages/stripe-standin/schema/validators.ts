import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'
import {schemaFile} from './file.ts'

/**
 * Gives the compiled validator of `section/name`, compiling each when it is first used: compiling all takes a second.
 *
 * @param coerce turn a form's texts into the numbers and booleans that the schema asks for, in place
 */
export function validators(section: 'objects' | 'deleted' | 'requests', coerce: boolean) {
  const ajv = new Ajv2020({
    coerceTypes: coerce,
    strict: false,
    inlineRefs: false,
    validateSchema: false,
    code: {optimize: false},
  })
  ajv.addSchema(schemaFile)
  const compiled = new Map<string, ValidateFunction>()
  return (name: string): ValidateFunction => {
    const known = compiled.get(name)
    if (known) return known
    if (!(name in schemaFile[section])) throw new Error(`The schema has no ${section}/${name}`)
    const validate = ajv.compile({$ref: `${schemaFile.$id}#/${section}/${name}`})
    compiled.set(name, validate)
    return validate
  }
}
