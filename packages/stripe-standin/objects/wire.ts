import type Stripe from 'stripe'
import type {Objects} from '../schema/roots.ts'

type Resource = {id: string; object: string}

/** Decimals travel as text, and an object that is always sent in full is itself unexpanded. */
type Embedded<Field> = Field extends Stripe.Decimal
  ? string
  : Field extends {id: string; object: infer Name extends keyof Objects}
    ? Wire<Name>
    : Field extends {object: 'list'; data: (infer Item)[]}
      ? Omit<Field, 'data'> & {data: Embedded<Item>[]}
      : Field

/** A field before expansion: an id where the SDK's type says "id or object". */
type Unexpanded<Field> = string extends Field ? Exclude<Field, Resource> : Embedded<Field>

/** One of the stand-in's objects as it is stored, and as it is sent when nothing is expanded. */
export type Wire<Name extends keyof Objects> = {
  [Key in keyof Objects[Name]]: Unexpanded<Objects[Name][Key]>
}

/** The types of events that this version of the API knows. */
export type EventType = Stripe.Event.Type

/** Any object of Stripe's, expanded or not, after JSON. */
export type WireObject = {object: string; [field: string]: unknown}

/** A page of a list, newest first. */
export type WireList = {object: 'list'; url: string; has_more: boolean; data: WireObject[]}
