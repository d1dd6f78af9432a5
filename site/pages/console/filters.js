// The filters of a search: built of what the employer offers, read as criteria, and set again after a login.
import { call, mine } from './calls.js';
import { placeName } from './describe.js';
import { element } from './show.js';
import { say, stamp } from './views.js';

const LISTS = ['role_families', 'shifts', 'hours', 'licences'];
const SINGLE = ['starts_on', 'language', 'channel', 'agency'];

function addChoice(list, name, { id, label }, type = 'checkbox') {
  const choice = stamp('choice');
  Object.assign(choice.querySelector('input'), { type, name, value: id });
  choice.querySelector('span').append(label);
  list.append(choice);
}

function fillChoices(form, { choices, agencies }) {
  const offered = { ...choices, agencies: agencies.map(({ id, name }) => ({ id, label: name })) };
  for (const list of form.querySelectorAll('[data-choices]')) {
    const { choices: name, field = name } = list.dataset;
    for (const choice of offered[name]) list.options ? list.add(new Option(choice.label, choice.id)) : addChoice(list, field, choice);
    // What all people have in common is no filter.
    list.closest('.filter').hidden = offered[name].length < (list.options && name !== 'agencies' ? 2 : 1);
  }
}

function describe(filter) {
  const [hint, control] = [filter.querySelector('.hint'), filter.querySelector('input, select')];
  hint.id = `h-${control.name}`;
  (filter.matches('fieldset') ? filter : control).setAttribute('aria-describedby', hint.id);
}

// Criteria as the API takes them; the place as a record, for whoever writes them down.
export function readCriteria(form) {
  const data = new FormData(form);
  const lists = LISTS.map((name) => [name, data.getAll(name)]);
  const single = SINGLE.map((name) => [name, data.get(name) || null]);
  return { ...Object.fromEntries([...lists, ...single]), place: form.place ?? null, undeclared: data.getAll('undeclared') };
}

export function writeCriteria(form, criteria) {
  for (const control of form.elements) {
    const values = [criteria[control.name] ?? []].flat();
    if (control.type === 'checkbox') control.checked = values.includes(control.value);
    else if (SINGLE.includes(control.name)) control.value = values[0] ?? '';
  }
  setPlace(form, criteria.place);
  form.elements.area.value = criteria.place ? placeName(criteria.place) : '';
  form.asked = form.elements.area.value;
}

function setPlace(form, place) {
  form.place = place ?? null;
}

function offer(form, slot, { places, message }) {
  const list = element('fieldset', { className: 'places' }, element('legend', {}, message));
  for (const place of places) addChoice(list, 'which_place', { id: place.id, label: placeName(place) }, 'radio');
  list.addEventListener('change', ({ target }) => setPlace(form, places.find(({ id }) => id === target.value)));
  slot.replaceChildren(list);
}

function answer(form, slot, found) {
  if (found.places.length > 1) return offer(form, slot, found);
  const [place] = found.places;
  setPlace(form, place);
  slot.replaceChildren(element('p', {}, [found.message, place && placeName(place)].filter(Boolean).join(' ')));
}

// Whoever presses the button while the field's own look is under way waits for that one.
function look(form, slot, text) {
  form.asked = text;
  setPlace(form, null);
  slot.replaceChildren();
  const found = text ? call('GET', `places?q=${encodeURIComponent(text)}`) : Promise.resolve(null);
  form.looked = found.then((places) => form.asked === text && places && answer(form, slot, places), (problem) => {
    form.asked = null;
    throw problem;
  });
}

// Looks the place up when its field has been left, and with the form where that was not done. Returns whether it is known.
export async function findPlace(form) {
  const { area } = form.elements;
  const slot = form.querySelector('[data-slot=places]');
  const text = area.value.trim();
  if (form.asked !== text) look(form, slot, text);
  await form.looked;
  const isKnown = !text || Boolean(form.place);
  form.querySelector('#e-area').textContent = isKnown ? '' : say('which_place');
  area.setAttribute('aria-invalid', !isKnown);
  return isKnown;
}

export function isDateValid(form) {
  const { starts_on: field } = form.elements;
  const { valid } = field.validity;
  form.querySelector('#e-starts_on').textContent = valid ? '' : say('bad_date');
  field.setAttribute('aria-invalid', !valid);
  return valid;
}

export function buildFilters(form) {
  fillChoices(form, mine.me);
  form.querySelectorAll('.filter').forEach(describe);
  form.elements.area.addEventListener('change', () => findPlace(form).catch(() => {}));
  form.addEventListener('reset', () => {
    setPlace(form, null);
    form.asked = '';
    form.querySelector('[data-slot=places]').replaceChildren();
    for (const error of form.querySelectorAll('.error')) error.textContent = '';
  });
}
