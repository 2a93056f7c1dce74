// Source code with line numbers and colours: CodeMirror.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, StateEffect, StateField, type Extension } from "@codemirror/state";
import {
  Decoration, EditorView, keymap, lineNumbers, WidgetType, type DecorationSet,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "light-dark(#7c3aed, #c4b5fd)" },
  { tag: [tags.string, tags.special(tags.string)], color: "light-dark(#15803d, #86efac)" },
  { tag: [tags.number, tags.bool, tags.null], color: "light-dark(#b45309, #fcd34d)" },
  { tag: tags.comment, color: "light-dark(#64748b, #94a3b8)", fontStyle: "italic" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)], color: "light-dark(#1d4ed8, #93c5fd)" },
  { tag: [tags.meta, tags.self], color: "light-dark(#be185d, #f9a8d4)" },
]);

class CursorMark extends WidgetType {
  toDOM(): HTMLElement {
    const mark = document.createElement("span");
    mark.className = "cursor-mark";
    mark.title = "the cursor";
    return mark;
  }
}

const setMarks = StateEffect.define<DecorationSet>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (old, transaction) => {
    for (const effect of transaction.effects) if (effect.is(setMarks)) return effect.value;
    return old.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const shared: Extension = [
  lineNumbers(),
  python(),
  bracketMatching(),
  syntaxHighlighting(colours),
  marks,
];

// Read only, with the cursor marked and in sight; `answer`: how many units after it are the answer.
export function showCode(parent: HTMLElement, text: string, cursor: number, answer: number): EditorView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [shared, EditorState.readOnly.of(true), EditorView.editable.of(false)],
    }),
  });
  // The document counts a line's end as one unit, whatever it is in the text.
  const at = unitsInDocument(text, cursor);
  const line = view.state.doc.lineAt(at);
  const ranges = [
    Decoration.line({ class: "cursor-line" }).range(line.from),
    Decoration.widget({ widget: new CursorMark(), side: -1 }).range(at),
  ];
  if (answer > 0 && at + answer <= view.state.doc.length) {
    ranges.push(Decoration.mark({ class: "answer" }).range(at, at + answer));
  }
  view.dispatch({
    effects: [
      setMarks.of(Decoration.set(ranges, true)),
      EditorView.scrollIntoView(at, { y: "center" }),
    ],
  });
  return view;
}

export function unitsInDocument(text: string, at: number): number {
  return text.slice(0, at).replace(/\r\n?/g, "\n").length;
}

// Highlights a part of the text, or nothing.
export function point(view: EditorView, from: number, to: number): void {
  const end = Math.min(to, view.state.doc.length);
  if (from > end) return;
  const range = from < end
    ? Decoration.mark({ class: "pointed" }).range(from, end)
    : Decoration.widget({ widget: new CursorMark(), side: 1 }).range(from);
  view.dispatch({
    effects: [
      setMarks.of(Decoration.set([range])),
      EditorView.scrollIntoView(from, { y: "nearest" }),
    ],
  });
}

export function editCode(
  parent: HTMLElement, text: string, cursor: number,
  changed: (text: string, cursor: number) => void,
): EditorView {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      selection: { anchor: Math.min(unitsInDocument(text, cursor), text.replace(/\r\n?/g, "\n").length) },
      extensions: [
        shared,
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ "aria-label": "Code" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged || update.selectionSet) {
            changed(update.state.doc.toString(), update.state.selection.main.head);
          }
        }),
      ],
    }),
  });
  view.dispatch({ effects: EditorView.scrollIntoView(view.state.selection.main.head, { y: "center" }) });
  return view;
}
