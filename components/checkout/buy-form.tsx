import button from '#components/ui/button.module.css'
import styles from './buy-form.module.css'

type BuyFormProps = {
  /** Where the form is posted to. */
  action: string
  plan: string
  /** However often the form is sent, it is one order. */
  nonce: string
  /** The buyer has been on the payment page and came back without paying. */
  returned: boolean
  /** The button was pressed, and nothing was bought: the documents had changed. */
  renewed: boolean
  /** The published texts that the purchase is made under, each with its version and the name of the field that carries it. */
  documents: readonly {field: string; version: string; title: string; href: string}[]
}

/** The one button, what it leads to, and the rules that go with it. */
export function BuyForm({action, plan, nonce, returned, renewed, documents}: BuyFormProps) {
  return (
    <form className={styles.form} method="post" action={action}>
      <input type="hidden" name="plan" value={plan} />
      <input type="hidden" name="nonce" value={nonce} />
      {documents.map(({field, version}) => (
        <input key={field} type="hidden" name={field} value={version} />
      ))}
      {renewed && (
        <p className={styles.returned} role="status">
          Our terms or our privacy policy changed while this page was open. Please look at them again, at the
          end of this form, before you pay. Nothing has been charged.
        </p>
      )}
      {returned && !renewed && (
        <p className={styles.returned} role="status">
          You came back without paying. Nothing has been charged, and your order is still here.
        </p>
      )}
      <button type="submit" className={button.button}>
        Pay on Stripe’s page
      </button>
      <div className={styles.small}>
        <p>
          Stripe asks for your name, business, e-mail and phone, and takes the payment. We never see a card
          number.
        </p>
        <p>
          <strong>Refunds.</strong> Fees are due in advance. There are no refunds once work on your set-up has
          begun.
        </p>
        <p>
          In force for this order:{' '}
          {documents.map(({title, href}, index) => (
            <span key={href}>
              {index > 0 && ' and '}
              <a href={href}>{title}</a>
            </span>
          ))}
          .
        </p>
      </div>
    </form>
  )
}
