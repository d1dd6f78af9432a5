// An export comes in parts, each a file of its own. Saved, it is one: the facts of the first, everybody, and the end of the last
// with the number of all.
const SHAPES = {
  csv: { type: 'text/csv', head: /^"candidate",[^\n]*\n/m, end: /^"end","(\d+)"[^\n]*\n?/m, mark: '\ufeff' },
  json: { type: 'application/x-ndjson', head: /^[^\n]*\n/, end: /^\{"kind":\s*"end",\s*"count":\s*(\d+)[^\n]*\n?/m, mark: '' },
};

function split(text, { head, end }) {
  const [first, last] = [text.match(head), text.match(end)];
  if (!first || !last) return null;
  const begins = first.index + first[0].length;
  return { facts: text.slice(0, begins), people: text.slice(begins, last.index), end: last[0], count: Number(last[1]) };
}

// A browser takes the mark of UTF-8 away as it reads, and a spreadsheet needs it.
export function joinParts(texts, format) {
  const shape = SHAPES[format];
  const known = texts.map((text) => split(text, shape));
  const { type, mark } = shape;
  if (known.includes(null)) return new Blob([mark, ...texts], { type });
  const total = known.reduce((sum, { count }) => sum + count, 0);
  const end = known.at(-1).end.replace(/\d+/, total);
  return new Blob([mark, known[0].facts, ...known.map(({ people }) => people), end], { type });
}
