import {useMemo, useRef} from 'react'
import {type ArrayOfObjectsInputProps, type FormPatch, PatchEvent, set} from 'sanity'
import {z} from 'zod'
import {wordsIn} from '#lib/format/portable-text.ts'

/**
 * Lets an editor work on tables that were stored before cells could hold marks and links, and have plain words in them. They are
 * shown in the present form, and written in it together with the first change: until then the document stays as it is.
 */
export function WithPresentTables(props: ArrayOfObjectsInputProps<{_key: string}>) {
  const {value, onChange, renderDefault} = props
  const present = useMemo(() => presentTables(value ?? []), [value])
  const written = useRef<unknown>(undefined)
  return renderDefault({
    ...props,
    ...(present.patches.length > 0 && {value: present.value}),
    onChange: (change) => {
      const changes = PatchEvent.from(change)
      const isFirst = present.patches.length > 0 && written.current !== value
      // Further changes may come before the field has the value that the first one made.
      if (isFirst) written.current = value
      onChange(isFirst ? changes.prepend(present.patches) : changes)
    },
  })
}

const fields = z.record(z.string(), z.unknown())
const tables = z.looseObject({
  _type: z.literal('table'),
  _key: z.string().optional(),
  rows: z.array(z.unknown()),
})

/** A text whose tables have the present form, and the changes that give it to those that have another. */
export function presentTables<Member>(value: readonly Member[]): {value: Member[]; patches: FormPatch[]} {
  const patches: FormPatch[] = []
  const members = value.map((member, index) => {
    const table = tables.safeParse(member).data
    if (!table || table.rows.every(isPresentRow)) return member
    const key = table._key ?? `table${index}`
    const rows = table.rows.map((row, nth) => presentRow(row, `${key}r${nth}`))
    patches.push(set(rows, [table._key === undefined ? index : {_key: table._key}, 'rows']))
    return {...member, rows}
  })
  return {value: members, patches}
}

const isPresentRow = (row: unknown): boolean => {
  const cells = fields.safeParse(row).data?.cells
  return cells === undefined
    ? fields.safeParse(row).success
    : Array.isArray(cells) && cells.every(isPresentCell)
}

function isPresentCell(cell: unknown): boolean {
  const {data} = fields.safeParse(cell)
  if (data?._type !== 'tableCell') return false
  return Array.isArray(data.text) || wordsIn(data) === ''
}

function presentRow(row: unknown, key: string) {
  const {data} = fields.safeParse(row)
  const cells = Array.isArray(row) ? row : Array.isArray(data?.cells) ? data.cells : [data?.cells ?? row]
  return {
    ...data,
    _type: 'tableRow',
    _key: keyOf(row) ?? key,
    cells: cells.map((cell: unknown, column) =>
      isPresentCell(cell)
        ? cell
        : {
            _type: 'tableCell',
            _key: keyOf(cell) ?? `${key}c${column}`,
            text: textOf(cell, `${key}c${column}`),
          },
    ),
  }
}

const keyOf = (part: unknown): string | undefined =>
  z.string().safeParse(fields.safeParse(part).data?._key).data

/** The words of a cell as paragraphs: its own, where it has any. */
function textOf(cell: unknown, key: string): unknown[] {
  const {data} = fields.safeParse(cell)
  const own = Array.isArray(cell)
    ? cell
    : Array.isArray(data?.text)
      ? data.text
      : data?._type === 'block'
        ? [cell]
        : undefined
  if (own?.length && own.every((part) => fields.safeParse(part).data?._type === 'block')) return own
  return [
    {
      _type: 'block',
      _key: `${key}t0`,
      style: 'normal',
      markDefs: [],
      children: [{_type: 'span', _key: `${key}t0s0`, text: wordsIn(cell), marks: []}],
    },
  ]
}
