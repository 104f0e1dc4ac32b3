// Small help for every page; each works without it.

/** Suggestions under the search boxes: a listbox driven by the arrow keys (ARIA combobox). */
function suggest(form) {
  const input = form.querySelector('input[type=search]')
  const list = document.createElement('ul')
  list.className = 'suggestions'
  list.id = `${input.id}-suggestions`
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', form.querySelector('label').textContent)
  list.hidden = true
  form.append(list)
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-autocomplete', 'list')
  input.setAttribute('aria-controls', list.id)
  let chosen = -1
  let asked = ''
  const close = () => {
    list.hidden = true
    chosen = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const take = row => {
    if (row.dataset.adresse) location.href = row.dataset.adresse
    else {
      input.value = row.dataset.texte
      close()
      form.requestSubmit()
    }
  }
  const show = rows => {
    list.replaceChildren(...rows.map((row, number) => {
      const item = document.createElement('li')
      item.id = `${list.id}-${number}`
      item.setAttribute('role', 'option')
      item.setAttribute('aria-selected', 'false')
      item.dataset.texte = row.texte
      if (row.adresse) item.dataset.adresse = row.adresse
      item.textContent = row.texte
      if (row.adresse) {
        const kind = document.createElement('small')
        kind.textContent = row.genre
        item.append(kind)
      }
      item.addEventListener('mousedown', event => {
        event.preventDefault()
        take(item)
      })
      return item
    }))
    chosen = -1
    list.hidden = !rows.length
    input.setAttribute('aria-expanded', String(!list.hidden))
  }
  const move = step => {
    const items = [...list.children]
    if (list.hidden || !items.length) return
    chosen = (chosen + step + items.length + (chosen < 0 && step < 0 ? 1 : 0)) % items.length
    items.forEach((item, number) => item.setAttribute('aria-selected', String(number === chosen)))
    input.setAttribute('aria-activedescendant', items[chosen].id)
  }
  input.setAttribute('aria-expanded', 'false')
  input.addEventListener('input', async () => {
    const typed = (asked = input.value.trim())
    if (typed.length < 2) return close()
    const address = new URL(form.dataset.suggestions, location.href)
    address.searchParams.set('q', typed)
    if (document.documentElement.lang !== 'fr') address.searchParams.set('lang', document.documentElement.lang)
    const answer = await fetch(address)
    if (answer.ok && typed === asked) show(await answer.json())
  })
  input.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && chosen >= 0) take(list.children[chosen])
    else return
    event.preventDefault()
  })
  input.addEventListener('blur', close)
}

for (const form of document.querySelectorAll('form[data-suggestions]')) suggest(form)

/** The rich editor is fetched when the query is first touched: the page itself stays light. */
for (const area of document.querySelectorAll('textarea[data-module]')) {
  for (const touch of ['focus', 'pointerenter']) {
    area.addEventListener(touch, () => import(area.dataset.module), { once: true })
  }
}

/** Buttons that copy what they name. */
for (const button of document.querySelectorAll('[data-copie]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const source = document.getElementById(button.dataset.copie)
    await navigator.clipboard.writeText(source.value ?? source.textContent)
    button.textContent = button.dataset.fait
  })
}

/** Outlines are folded where they would push the text off the first screen. */
if (matchMedia('(max-width: 64rem)').matches) {
  for (const block of document.querySelectorAll('details.replie-sur-telephone')) block.open = false
}

/** Pictures taken away as files: the SVG as it is, or painted on a canvas. */
function save(address, name) {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}

function drawn(id) {
  const svg = document.getElementById(id).querySelector('svg')
  const source = new XMLSerializer().serializeToString(svg)
  return { svg, address: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}` }
}

for (const button of document.querySelectorAll('[data-svg]')) {
  button.hidden = false
  button.addEventListener('click', () => save(drawn(button.dataset.svg).address, 'pvgraph.svg'))
}

for (const button of document.querySelectorAll('[data-png]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    const { svg, address } = drawn(button.dataset.png)
    const image = new Image()
    image.addEventListener('load', () => {
      const canvas = document.createElement('canvas')
      canvas.width = svg.viewBox.baseVal.width * 2
      canvas.height = svg.viewBox.baseVal.height * 2
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height)
      save(canvas.toDataURL('image/png'), 'pvgraph.png')
    })
    image.src = address
  })
}
