// The SPARQL editor: CodeMirror over the page's own textarea, whose form it leaves to work alone.
//
// It lives in a shadow root, where its styles are constructed sheets: the page's policy (no inline
// style) holds. Completion knows the graph's classes, properties, code lists and prefixes
// (termes.json) and asks the search index for the names of everything else.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting } from '@codemirror/language'
import { sparql } from '@codemirror/legacy-modes/mode/sparql'
import { EditorState } from '@codemirror/state'
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'

// Typing over a selection, Chromium keeps its look in an inline style that the page's policy refuses:
// the editor replaces the selection itself.
const replaceSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== 'insertText' || !event.data || view.state.selection.main.empty) return false
    event.preventDefault()
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true })
    return true
  },
})

const KEYWORDS = ['SELECT', 'WHERE', 'FILTER', 'OPTIONAL', 'GROUP BY', 'ORDER BY', 'LIMIT', 'DISTINCT',
  'COUNT', 'VALUES', 'BIND', 'UNION', 'MINUS', 'PREFIX', 'ASK', 'CONSTRUCT', 'DESCRIBE', 'HAVING',
  'FILTER NOT EXISTS', 'CONTAINS', 'LANG', 'STR', 'AS']

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: 'var(--herite)' },
  { tag: [tags.string, tags.literal], color: 'var(--collectif)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
])

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--card)', color: 'var(--ink)', border: '1px solid var(--soft)',
    borderRadius: '6px', fontSize: '.92rem' },
  '&.cm-focused': { outline: '3px solid var(--accent)', outlineOffset: '2px' },
  '.cm-content': { fontFamily: 'var(--mono)', minHeight: '16rem', caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--soft)', border: '0' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--sunken)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--mark)' },
  '.cm-tooltip': { backgroundColor: 'var(--card)', color: 'var(--ink)', borderColor: 'var(--line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--accent-ink)' },
  '.cm-completionDetail': { color: 'inherit', opacity: '.8' },
})

/** What a term of the graph is completed with: its short name, and its label as a comment for things. */
function option(term) {
  return { label: term.nom, displayLabel: term.nom, detail: term.libelle, type: term.genre, apply: term.texte }
}

function completions(terms, suggestions) {
  return async context => {
    const variable = context.matchBefore(/\?\w*/)
    if (variable) {
      const known = new Set(context.state.doc.toString().match(/\?\w+/g) ?? [])
      known.delete(variable.text)
      return { from: variable.from, options: [...known].map(label => ({ label, type: 'variable' })) }
    }
    const word = context.matchBefore(/[\p{L}\p{N}:_'’-]+/u)
    if (!word && !context.explicit) return null
    const typed = word?.text ?? ''
    const from = word?.from ?? context.pos
    const options = [...terms.map(option), ...KEYWORDS.map(label => ({ label, type: 'keyword' }))]
    if (typed.length >= 3 && !typed.includes(':')) {
      const address = new URL(suggestions, location.href)
      address.searchParams.set('q', typed)
      const answer = await fetch(address)
      const found = answer.ok ? await answer.json() : []
      for (const thing of found.filter(row => row.iri)) {
        options.push({ label: thing.texte, detail: thing.genre, type: 'constant', apply: `<${thing.iri}> `, boost: 1 })
      }
    }
    const wanted = typed.toLocaleLowerCase()
    const rank = o => (o.label.startsWith(typed) ? 0 : o.label.toLocaleLowerCase().startsWith(wanted) ? 1 : 2)
    const near = options
      .filter(o => `${o.label} ${o.detail ?? ''}`.toLocaleLowerCase().includes(wanted))
      .sort((a, b) => rank(a) - rank(b) || a.label.length - b.label.length)
    return { from, options: near.slice(0, 60), filter: false }
  }
}

async function start(area) {
  const answer = await fetch(area.dataset.termes)
  const terms = answer.ok ? await answer.json() : []
  const host = document.createElement('div')
  host.className = 'editeur'
  area.after(host)
  const root = host.attachShadow({ mode: 'open' })
  const submit = () => {
    area.form.requestSubmit()
    return true
  }
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        replaceSelection, lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(),
        StreamLanguage.define(sparql), syntaxHighlighting(colours), look, EditorView.lineWrapping,
        autocompletion({ override: [completions(terms, area.dataset.suggestions)], icons: false }),
        keymap.of([{ key: 'Mod-Enter', run: submit }, ...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': area.labels[0].textContent }),
        EditorView.updateListener.of(update => {
          if (update.docChanged) area.value = update.state.doc.toString()
        }),
      ],
    }),
  })
  if (document.activeElement === area) {
    view.dispatch({ selection: { anchor: Math.min(area.selectionStart, view.state.doc.length) } })
    view.focus()
  }
  area.hidden = true
  area.labels[0].addEventListener('click', () => view.focus())
  for (const picker of document.querySelectorAll('[data-exemple]')) {
    picker.addEventListener('click', event => {
      event.preventDefault()
      const text = document.getElementById(picker.dataset.exemple).textContent
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
      view.focus()
    })
  }
}

for (const area of document.querySelectorAll('textarea[data-termes]')) start(area)
