;(() => {
  const {id, tag} = document.currentScript.dataset
  const banner = document.getElementById('consent')
  const [form, status, hide] = banner.firstChild.children
  const question = form.question.value
  const stopped = `ga-disable-${id}`
  const gpc = navigator.globalPrivacyControl
  const given = () => document.cookie.match(`__Host-consent=${question}.(yes|no)`)?.[1]
  const send = (answer) =>
    fetch('/api/consent', {
      method: 'POST',
      headers: {accept: 'application/json'},
      body: new URLSearchParams({question, answer}),
    })

  const start = () => {
    window[stopped] = false
    window.dataLayer ||= []
    function gtag() {
      dataLayer.push(arguments)
    }
    gtag('consent', 'default', {
      ad_storage: 'denied',
      ad_user_data: 'denied',
      ad_personalization: 'denied',
      analytics_storage: 'granted',
    })
    gtag('js', new Date())
    gtag('config', id, {allow_google_signals: false, cookie_expires: 15552000, cookie_update: false})
    document.head.append(Object.assign(document.createElement('script'), {src: `${tag}/gtag/js?id=${id}`}))
  }

  if (!gpc && given() === 'yes') start()
  else if (gpc) given() === 'yes' && send('no')
  else banner.hidden = given() || location.pathname === '/cookies'

  addEventListener('pageshow', () => {
    if (given() !== 'yes') window[stopped] = true
  })

  addEventListener('submit', async (event) => {
    const {target, submitter} = event
    if (!target.question) return
    const {value} = submitter
    if (value === 'no') window[stopped] = true
    if (target !== form) return
    event.preventDefault()
    const {ok} = await send(value).catch(() => ({}))
    status.textContent = status.dataset[ok ? value : 'failed']
    if (!ok) return
    if (value === 'yes') start()
    form.hidden = true
    hide.hidden = false
    hide.firstChild.focus()
  })

  hide.onclick = () => {
    banner.hidden = true
    document.getElementById('main').focus()
  }
})()
