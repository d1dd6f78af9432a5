// The search: a count first, then, for an opening that is named, the people. A filter that changes ends both.
import { call } from './calls.js';
import { filtersOf, moment } from './describe.js';
import { buildFilters, findPlace, isDateValid, readCriteria, writeCriteria } from './filters.js';
import { listPeople } from './people.js';
import { announce, attempt, focusOn, items } from './show.js';
import { fill, say, stamp } from './views.js';

let form;
let results;
let opening = '';
// Whoever has asked for the exact number keeps it when the names come.
let isExact = false;
// How often the filters have changed, so that an answer which was asked for before a change is seen as old.
let changes = 0;

// The filters and the opening, for a login that has to be repeated. Neither is about a person of the pool.
export const keepSearch = () => (form ? { opening, criteria: readCriteria(form) } : null);

const problems = (place = results) => place.querySelector('[data-slot=problem]');

async function search({ exact = false, named = null }) {
  const criteria = readCriteria(form);
  const body = { opening: named, criteria: { ...criteria, place: criteria.place?.id ?? null }, exact };
  return { ...(await call('POST', 'searches', body)), shown: criteria };
}

function countOf({ count, is_more }) {
  if (!count) return say('nobody');
  return is_more ? say('more_than', { count }) : say('matches', { count });
}

function showCount(found) {
  const view = stamp('results');
  const { area_unknown: unplaced, count, is_more } = found;
  fill(view, {
    count: countOf(found),
    more: is_more ? true : null,
    unplaced: unplaced ? say('unplaced', { count: unplaced }) : null,
    counted: say('counted', { moment: moment(found.at) }),
    nobody: count ? null : true,
    no_names: count ? null : true,
  });
  view.querySelector('[data-slot=filters]').append(...items(filtersOf(found.shown)));
  results.replaceChildren(view);
  results.removeAttribute('data-stale');
  prepareOpening(found);
  results.querySelector('#count-exactly')?.addEventListener('click', () => countPeople({ exact: true }));
  results.querySelector('#count-again').addEventListener('click', () => form.requestSubmit());
}

function prepareOpening({ count }) {
  const names = results.querySelector('#names');
  names.elements.opening.value = opening;
  names.querySelector('button').disabled = !count;
  names.addEventListener('input', () => {
    opening = names.elements.opening.value.trim();
  });
  names.addEventListener('submit', (event) => {
    event.preventDefault();
    showNames(names);
  });
}

function isNamed({ elements: { opening: field } }) {
  const isThere = Boolean(field.value.trim());
  results.querySelector('#e-opening').textContent = isThere ? '' : say('no_opening');
  field.setAttribute('aria-invalid', !isThere);
  if (!isThere) field.focus();
  return isThere;
}

// A search of its own: the one that is on record with the opening is the one whose people are shown.
function showNames(names) {
  if (results.hasAttribute('data-stale') || !isNamed(names)) return;
  opening = names.elements.opening.value.trim();
  const asked = changes;
  attempt(problems(), async () => {
    const found = await search({ named: opening, exact: isExact });
    const list = await listPeople(found);
    showCount(found);
    results.querySelector('#people').replaceChildren(...list);
    if (asked !== changes) return outdate();
    focusOn(results.querySelector('.batch').firstElementChild);
  });
}

function countPeople({ exact = false } = {}) {
  isExact = exact;
  const asked = changes;
  return attempt(problems(form), async () => {
    const isWhole = isDateValid(form) && (await findPlace(form));
    if (!isWhole) return form.querySelector('[aria-invalid=true]').focus();
    showCount(await search({ exact }));
    if (asked !== changes) return outdate();
    focusOn(results.querySelector('h2'));
  });
}

// What stands there is of other filters: it says so, and nothing more can be done with it.
function outdate() {
  if (!results.querySelector('h2') || results.hasAttribute('data-stale')) return;
  results.setAttribute('data-stale', '');
  for (const button of results.querySelectorAll('button:not(#count-again)')) button.disabled = true;
  announce(say('stale'));
}

export function openSearch(kept) {
  const view = stamp('search');
  // What is under way for another employer is old as well.
  changes += 1;
  form = view.querySelector('#filters');
  results = view.querySelector('#results');
  buildFilters(form);
  if (kept) writeCriteria(form, kept.criteria);
  opening = kept?.opening ?? '';
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    countPeople();
  });
  for (const change of ['input', 'reset']) {
    form.addEventListener(change, () => {
      changes += 1;
      outdate();
    });
  }
  view.querySelector('[data-slot=kept]').hidden = !kept;
  return [...view.children];
}
