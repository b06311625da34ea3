/** An amount as a buyer in the United States reads it. `amount` is in the currency's smallest unit. */
export function money(amount: number | null, currency: string | null): string {
  const format = new Intl.NumberFormat('en-US', {style: 'currency', currency: currency ?? 'usd'})
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return format.format((amount ?? 0) / 10 ** digits)
}
