// The auditor's view of the access log: a month at a time, newest first.
import { call } from './calls.js';
import { filtersOf, joined, moment, number } from './describe.js';
import { attempt, element, focusOn } from './show.js';
import { fill, locale, say, stamp } from './views.js';

// The access log keeps three years, and these end within a month.
const MONTHS = 37;
const ACTS = {
  count: () => say('a_count'),
  page: () => say('a_page'),
  card: () => say('a_card'),
  export: () => say('a_export'),
  history: () => say('a_history'),
  release: () => say('v_release'),
  discard: () => say('v_discard'),
  send: () => say('v_send'),
  resolve: () => say('v_resolve'),
  confirm_sent: () => say('v_confirm_sent'),
  refused: () => say('a_refused'),
};

let view;
let next = null;

// The months by UTC, as the log has them.
function addMonths(select) {
  const now = new Date();
  for (let back = 0; back < MONTHS; back += 1) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
    const name = month.toLocaleDateString(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
    select.add(new Option(name, month.toISOString().slice(0, 7)));
  }
}

// The ids are those of notices; of a look into the pool, they are people's, and nobody reads them here.
const isOfNotices = (act) => !['count', 'page', 'card', 'export'].includes(act);

function whatFor({ act, opening, criteria, reason, ids }) {
  const filters = criteria ? joined(filtersOf(criteria)) : '';
  const about = isOfNotices(act) ? joined(ids) : '';
  return [opening, about, filters, reason].filter(Boolean).map((text) => element('p', {}, text));
}

function rowOf(line) {
  const row = stamp('line');
  const { at, who, roles = [], act, count, ids } = line;
  const people = count ?? ids?.length;
  fill(row, {
    at: moment(at, 'medium'),
    who: joined([who, ...roles]),
    act: ACTS[act]?.() ?? act,
    people: people === undefined || people === null ? '' : number(people),
  });
  row.querySelector('[data-slot=what_for]').append(...whatFor(line));
  return row;
}

function table({ lines, next: following }, month) {
  const box = stamp('lines').firstElementChild;
  const name = view.querySelector('select').selectedOptions[0].text;
  const now = moment(Date.now());
  fill(box, { month: say('log_of', { month: name, now }), nothing: lines.length ? null : true });
  box.querySelector('tbody').append(...lines.map(rowOf));
  if (!lines.length) box.querySelector('table').remove();
  next = following ? { after: following, month } : null;
  view.querySelector('#older').hidden = !next;
  return [...box.children];
}

async function read(query) {
  const answer = await call('GET', `log?${new URLSearchParams(query)}`);
  view.querySelector('[data-slot=lines]').replaceChildren(...table(answer, query.month));
}

const problem = () => view.querySelector('[data-slot=problem]');

function turn(query) {
  return attempt(problem(), async () => {
    await read(query);
    focusOn(view.querySelector('h2'));
  });
}

export const fillLog = () => attempt(problem(), () => read({ month: view.querySelector('select').value }));

export function openLog() {
  view = stamp('log').firstElementChild;
  const month = view.querySelector('select');
  addMonths(month);
  month.addEventListener('change', () => turn({ month: month.value }));
  view.querySelector('#older').addEventListener('click', () => turn(next));
  return [view];
}
