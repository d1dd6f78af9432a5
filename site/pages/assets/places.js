// The place that a typed area means: looked up when the person has left the field, and never while they type.
import { lang, stamp } from './views.js';

const countries = new Intl.DisplayNames(lang, { type: 'region' });
const inFull = ({ name, region, country }) => [name, region, countries.of(country)].filter(Boolean).join(', ');
const make = (name, ...content) => {
  const element = document.createElement(name);
  element.append(...content);
  return element;
};

function choice(value, label) {
  const content = stamp('choice');
  Object.assign(content.querySelector('input'), { type: 'radio', name: 'place', value });
  content.querySelector('span').append(label);
  return content;
}

function choiceOf({ places, message, none }) {
  const list = make('div');
  list.dataset.choices = 'place';
  list.append(...places.map((place) => choice(place.id, inFull(place))), choice('none', none));
  const group = make('fieldset', make('legend', message), list);
  Object.assign(group.style, { border: 0, padding: 0 });
  return group;
}

const answerTo = (found) => (found.places.length > 1 ? choiceOf(found) : make('p', [found.message, ...found.places.map(inFull)].join(' ')));

async function findPlace({ call }, area, slot) {
  const text = area.value.trim();
  if (slot.dataset.asked === text) return;
  slot.dataset.asked = text;
  slot.replaceChildren();
  if (!text) return;
  // Where it fails, the person is not stopped: the API asks when the form is sent.
  const found = await call('GET', `places?q=${encodeURIComponent(text)}`).catch(() => null);
  if (slot.dataset.asked !== text) return;
  if (found) slot.replaceChildren(answerTo(found));
  else delete slot.dataset.asked;
}

// Looks the area up when it has changed, and with the form where that was not done or failed.
export function ask(mine) {
  const { area } = mine.form.elements;
  if (!area) return;
  const slot = mine.form.querySelector('[data-slot=places]');
  const find = () => findPlace(mine, area, slot);
  area.addEventListener('change', find);
  mine.form.addEventListener('submit', find);
  // Whoever was faster than this script has left the field already.
  if (document.activeElement !== area) find();
}
