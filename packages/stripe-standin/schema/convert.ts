import ts from 'typescript'
import type {JsonSchema} from './json-schema.ts'

const LITERAL = ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral | ts.TypeFlags.BooleanLiteral
const ABSENT = ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Never

/**
 * Converts the SDK's types to JSON Schema.
 *
 * Two readings differ from the plain meaning of the types. `OtherString` leaves every enum open for newer servers; here
 * enums are closed, since this server's version is the SDK's own. And an object type that is not in `modelled` is left
 * out, so an expandable field of such a type admits its id alone.
 */
export class SchemaConverter {
  readonly definitions = new Map<string, JsonSchema>()
  readonly #checker: ts.TypeChecker
  readonly #modelled: ReadonlySet<string>
  readonly #names = new Map<ts.Type, string>()
  readonly #leftOut = new Set<ts.Type>()

  constructor(checker: ts.TypeChecker, modelled: ReadonlySet<string>) {
    this.#checker = checker
    this.#modelled = modelled
  }

  /** The schema of a type, or undefined when no value of it can appear on the wire. */
  convert(type: ts.Type): JsonSchema | undefined {
    if (type.flags & ABSENT) return undefined
    if (type.isUnion()) return this.#union(type)
    if (type.flags & LITERAL) return {enum: [this.#literal(type)]}
    if (type.flags & ts.TypeFlags.String || this.#isOpenString(type)) return {type: 'string'}
    if (type.flags & ts.TypeFlags.Number) return {type: 'number'}
    if (type.flags & ts.TypeFlags.Unknown) return {}
    if (type.flags & ts.TypeFlags.Null) return {type: 'null'}
    if (this.#checker.isArrayType(type)) return this.#array(type)
    if (type.aliasSymbol?.name === 'Decimal' || type.symbol?.name === 'Decimal') return {type: 'string'}
    if (type.flags & ts.TypeFlags.Object) return this.#isLeftOut(type) ? undefined : this.#reference(type)
    throw new Error(`No JSON Schema for the type ${this.#checker.typeToString(type)}`)
  }

  #union(type: ts.UnionType): JsonSchema | undefined {
    const literals = type.types
      .filter((member) => member.flags & LITERAL)
      .map((member) => this.#literal(member))
    const others = type.types.filter(
      (member) => !(member.flags & LITERAL) && !(literals.length > 0 && this.#isOpenString(member)),
    )
    const members: JsonSchema[] = []
    if (literals.includes(true) && literals.includes(false)) members.push({type: 'boolean'})
    else if (literals.length > 0) members.push({enum: literals.sort()})
    for (const other of others) members.push(...this.#present(other))
    // Strings first and null last: coercing a form's text takes the first member that fits.
    members.sort((a, b) => rank(a) - rank(b))
    return members.length > 1 ? {anyOf: members} : members[0]
  }

  #array(type: ts.Type): JsonSchema {
    const [element] = this.#present(this.#argumentsOf(type)[0])
    return element ? {type: 'array', items: element} : {type: 'array', maxItems: 0}
  }

  #reference(type: ts.Type): JsonSchema | undefined {
    if (this.#leftOut.has(type)) return undefined
    const known = this.#names.get(type)
    if (known) return {$ref: `#/$defs/${known}`}
    const name = this.#nameOf(type)
    if (!name) return this.#object(type)
    this.#names.set(type, name)
    const definition = this.#object(type)
    if (!definition) {
      this.#leftOut.add(type)
      return undefined
    }
    const taken = this.definitions.get(name)
    if (taken && JSON.stringify(taken) !== JSON.stringify(definition))
      throw new Error(`Two types are called ${name}`)
    this.definitions.set(name, definition)
    return {$ref: `#/$defs/${name}`}
  }

  /** Undefined when a member that every value must have cannot be had: such a type is left out too. */
  #object(type: ts.Type): JsonSchema | undefined {
    const properties: Record<string, JsonSchema> = {}
    const required: string[] = []
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const [schema] = this.#present(this.#checker.getTypeOfSymbol(property))
      const optional = property.flags & ts.SymbolFlags.Optional
      if (!schema && !optional) return undefined
      if (schema) properties[property.name] = schema
      if (!optional) required.push(property.name)
    }
    const index = this.#checker.getIndexInfoOfType(type, ts.IndexKind.String)
    const [values] = index ? this.#present(index.type) : []
    // The SDK writes an object of unknown shape, such as an event's, as an interface without members.
    const closed = Object.keys(properties).length > 0
    return {
      type: 'object',
      ...(closed && {properties}),
      ...(required.length > 0 && {required}),
      additionalProperties: values ?? !closed,
    }
  }

  /** The schema as a list of none or one, which callers spread. */
  #present(type: ts.Type | undefined): JsonSchema[] {
    const schema = type && this.convert(type)
    return schema ? [schema] : []
  }

  /** Whether this is an object of Stripe's (it has an `id` and an `object` name) that the stand-in does not keep. */
  #isLeftOut(type: ts.Type): boolean {
    const object = type.getProperty('object')
    if (!object || !type.getProperty('id')) return false
    const name = this.#checker.getTypeOfSymbol(object)
    return name.isStringLiteral() && !this.#modelled.has(name.value)
  }

  #isOpenString(type: ts.Type): boolean {
    return type.isIntersection() && type.types.some((member) => member.flags & ts.TypeFlags.String)
  }

  #literal(type: ts.Type): string | number | boolean {
    if (type.isStringLiteral() || type.isNumberLiteral()) return type.value
    return this.#checker.typeToString(type) === 'true'
  }

  #argumentsOf(type: ts.Type): readonly ts.Type[] {
    return this.#isReference(type) ? this.#checker.getTypeArguments(type) : []
  }

  #isReference(type: ts.Type): type is ts.TypeReference {
    return 'target' in type
  }

  /** `Checkout.Sessions:Session.AutomaticTax`: the SDK's file and the name within it; nothing for an anonymous type. */
  #nameOf(type: ts.Type): string | undefined {
    const symbol = type.symbol
    const file = symbol?.declarations?.[0]?.getSourceFile().fileName
    if (!file || symbol.name.startsWith('__')) return undefined
    const place = file
      .replace(/^.*\/esm\/(resources\/)?/, '')
      .replace(/\.d\.ts$/, '')
      .replaceAll('/', '.')
    const name = this.#checker.getFullyQualifiedName(symbol).replace(/^".*"\./, '')
    const given = this.#argumentsOf(type).map(
      (argument) => `.${argument.symbol?.name ?? this.#checker.typeToString(argument)}`,
    )
    return `${place}:${name}${given.join('')}`
  }
}

function rank(schema: JsonSchema): number {
  if (schema.enum || schema.type === 'string') return 0
  return schema.type === 'null' ? 2 : 1
}
