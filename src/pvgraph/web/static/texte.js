// The reading page: finds a passage by its offsets, filters what is marked, shows a fact beside.

const text = document.querySelector('.texte')

/** Text nodes of the page with the code point at which each begins: the file, to the character. */
function* nodes() {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
  let at = 0
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = Array.from(node.data).length
    yield { node, start: at, end: at + length }
    at += length
  }
}

/** Browsers count UTF-16 units, passages count code points. */
function units(data, points) {
  return Array.from(data).slice(0, points).join('').length
}

function unmark() {
  for (const old of text.querySelectorAll('mark.eclair')) {
    const parent = old.parentNode
    old.replaceWith(...old.childNodes)
    parent.normalize()
  }
}

function flash() {
  const match = /^#char=(\d+),(\d+)$/.exec(decodeURIComponent(location.hash))
  if (!match) return
  unmark()
  const [from, to] = [Number(match[1]), Number(match[2])]
  const touched = [...nodes()].filter(n => n.end > from && n.start < to && n.node.data.trim())
  let first = null
  for (const { node, start, end } of touched) {
    const left = units(node.data, Math.max(0, from - start))
    const right = units(node.data, Math.min(end, to) - start)
    const range = document.createRange()
    range.setStart(node, left)
    range.setEnd(node, right)
    const mark = document.createElement('mark')
    mark.className = 'eclair'
    range.surroundContents(mark)
    first ??= mark
  }
  if (!first) return
  first.tabIndex = -1
  first.focus({ preventScroll: true })
  first.scrollIntoView({ block: 'center' })
}

function settings() {
  const form = document.querySelector('.reglages')
  if (!form) return
  form.hidden = false
  form.addEventListener('change', () => {
    for (const box of form.querySelectorAll('[data-niveau]')) {
      text.classList.toggle(`montre-pas-${box.dataset.niveau}`, !box.checked)
    }
    for (const box of form.querySelectorAll('[data-montre]')) {
      text.classList.toggle(`montre-${box.dataset.montre}`, box.checked)
    }
    const wanted = form.querySelector('#acteur-lu').value
    for (const zone of text.querySelectorAll('.lu')) {
      const named = !wanted || (zone.dataset.a ?? '').split(' ').includes(wanted)
      zone.classList.toggle('autre-acteur', !named)
    }
  })
}

function facts() {
  const panel = document.getElementById('fait')
  text.addEventListener('click', async event => {
    const zone = event.target.closest('a.lu')
    if (!zone || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (getComputedStyle(panel.parentElement).position !== 'sticky') return
    event.preventDefault()
    const address = new URL(zone.href)
    address.searchParams.set('extrait', '1')
    const answer = await fetch(address)
    if (!answer.ok) {
      location.href = zone.href
      return
    }
    for (const old of text.querySelectorAll('[aria-current]')) old.removeAttribute('aria-current')
    for (const same of text.querySelectorAll(`a.lu[href="${CSS.escape(zone.getAttribute('href'))}"]`)) {
      same.setAttribute('aria-current', 'true')
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    panel.replaceChildren(...page.body.childNodes)
  })
}

settings()
facts()
flash()
addEventListener('hashchange', flash)
