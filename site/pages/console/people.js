// The people of a search, 25 at a time and newest first, and the card of one of them. Each is a call, and on record.
import { call, mine, parts } from './calls.js';
import { date, distance, joined, languageName, moment, placeName } from './describe.js';
import { joinParts } from './file.js';
import { announce, attempt, element, focusOn, leaveOnly, saveFile } from './show.js';
import { day, fill, isoDay, say, stamp } from './views.js';

const METRES = 1000;
const NOT_IN_NAMES = /[^\p{L}\p{N}]+/gu;
const unsaid = () => element('i', {}, say('not_said'));

const labelOf = (labels, field, id) => {
  const known = labels?.[field]?.[id];
  return known?.label ?? known ?? id;
};

const upTo = (length) => say('up_to', { length });
const from = (length) => say('away', { length });

function whereabouts({ answers, place, distance_m: away }) {
  const lines = [place ? placeName(place) : answers.area];
  if (answers.distance_km) lines.push(upTo(distance(answers.distance_km * METRES)));
  if (away !== null && away !== undefined) lines.push(from(distance(away)));
  return joined(lines.filter(Boolean)) || unsaid();
}

const ANSWERS = ['role_families', 'hours', 'shifts', 'licences', 'language', 'channel'];

function answersOf(person) {
  const { answers, labels } = person;
  const all = (field) => joined([answers[field] ?? []].flat().map((id) => labelOf(labels, field, id))) || unsaid();
  const named = Object.fromEntries(ANSWERS.map((field) => [field, all(field)]));
  const earliest = answers.earliest_start ? date(answers.earliest_start) : unsaid();
  return { ...named, earliest_start: earliest, area: whereabouts(person) };
}

const agenciesOf = ({ agencies }) => joined(agencies.map(({ id, name }) => name ?? id)) || say('no_agency');
const nameOf = ({ given_name, family_name }) => [given_name, family_name].filter(Boolean).join(' ') || say('no_name');

function rowOf(search, person) {
  const row = stamp('person');
  const { joined_at, consent } = person;
  const facts = { joined_at: day(joined_at), until: day(consent.expires_at), agencies: agenciesOf(person) };
  fill(row, { ...answersOf(person), ...facts });
  const [line, button] = [row.querySelector('li'), row.querySelector('button')];
  button.textContent = nameOf(person);
  button.addEventListener('click', () => toggle(search, person, line, button));
  return line;
}

function toggle(search, { candidate }, line, button) {
  const place = line.querySelector('[data-slot=card]');
  const isOpen = button.getAttribute('aria-expanded') === 'true';
  if (isOpen) {
    button.setAttribute('aria-expanded', false);
    return place.replaceChildren();
  }
  return attempt(place, async () => {
    const card = await call('GET', `searches/${search}/people/${encodeURIComponent(candidate)}`);
    place.replaceChildren(cardOf(card));
    button.setAttribute('aria-expanded', true);
    focusOn(place.querySelector('h5'));
  });
}

const wordingOf = ({ version, language: tag }) => {
  const language = languageName(tag);
  return say('wording', { version, language });
};

function cardOf(person) {
  const card = stamp('card');
  const { email, consent, source, notice } = person;
  fill(card, {
    email: element('a', { href: `mailto:${encodeURIComponent(email).replace('%40', '@')}` }, email),
    since: moment(consent.given_at),
    until: moment(consent.expires_at),
    agencies: agenciesOf(person),
    method: consent.method ?? null,
    receipt: consent.id ?? null,
    wording: wordingOf(consent),
    source: source ?? null,
    notice: notice ?? null,
  });
  const words = card.querySelector('blockquote');
  const texts = [consent.intro, ...[consent.purposes ?? [], consent.agencies ?? []].flat().map(({ text }) => text)];
  words.lang = consent.language;
  words.append(...texts.filter(Boolean).map((text) => element('p', {}, text)));
  return card.firstElementChild;
}

function batchOf(search, { people }, first) {
  const batch = stamp('batch').firstElementChild;
  const [from, to, now] = [first, first + people.length - 1, moment(Date.now())];
  fill(batch, { span: people.length ? say('span', { from, to, now }) : say('no_more', { now }) });
  const list = batch.querySelector('ol');
  list.start = first;
  list.append(...people.map((person) => rowOf(search, person)));
  return batch;
}

const page = (search, after) => call('GET', `searches/${search}/people${after ? `?after=${encodeURIComponent(after)}` : ''}`);

// The first page with all that goes on from there.
export async function listPeople({ id, opening }) {
  const view = stamp('people');
  leaveOnly(view, mine.me.can);
  fill(view, { opening: say('listed_for', { opening }) });
  const next = view.querySelector('#next');
  const problem = view.querySelector('[data-slot=problem]');
  let shown = await page(id);
  let count = shown.people.length;
  next.before(batchOf(id, shown, 1));
  next.hidden = !shown.next;
  next.addEventListener('click', () => attempt(problem, async () => {
    shown = await page(id, shown.next);
    next.before(batchOf(id, shown, count + 1));
    count += shown.people.length;
    next.hidden = !shown.next;
    focusOn(next.previousElementSibling.querySelector('h3'));
  }));
  for (const button of view.querySelectorAll('[data-format]')) {
    button.addEventListener('click', () => attempt(problem, () => save(id, opening, button.dataset.format)));
  }
  return [...view.children];
}

// All parts in one file. Each part is on record by itself.
async function save(search, opening, format) {
  const texts = [];
  for await (const text of parts(`searches/${search}/export?format=${format}`)) texts.push(text);
  const about = opening.replace(NOT_IN_NAMES, '-').slice(0, 40);
  const name = `${about}-${isoDay(Date.now())}.${format === 'csv' ? 'csv' : 'jsonl'}`;
  saveFile(name, joinParts(texts, format));
  announce(say('saved'));
}
