// The opt-in form: its choices come from the invitation, its answers go out as one request body, and what is wrong
// with them, found here or by the server, is shown at the top and beside each field.
import { day, far, isoDay, lang, say, setTitle, stamp, view } from './views.js';

const number = (text) => (text ? Number(text) : null);

function choicesOf({ choices, consent, agencies }) {
  const months = choices.months.map((count) => ({ id: count, label: say('months', { count }) }));
  const purposes = consent.purposes.map((purpose) => ({ ...purpose, name: purpose.required ? say('to_join') : say('optional') }));
  return { ...choices, months, purposes, agencies };
}

function addChoice(place, field, { id, label, text, name, required }) {
  const choice = stamp('choice');
  const input = choice.querySelector('input');
  Object.assign(input, { type: place.dataset.type ?? 'checkbox', name: field, value: id });
  input.toggleAttribute('data-needed', Boolean(required));
  choice.querySelector('b').textContent = name;
  choice.querySelector('span').append(text ?? label);
  place.append(choice);
}

const optionOf = (choice) => (choice.id ? new Option(choice.label, choice.id) : new Option(say('distance', { distance: far(choice) }), choice));

function addChoices(form, invitation) {
  const choices = choicesOf(invitation);
  for (const place of form.querySelectorAll('[data-choices]')) {
    const { choices: list, name = list, least = 1 } = place.dataset;
    for (const choice of choices[list]) place.options ? place.add(optionOf(choice)) : addChoice(place, name, choice);
    place.closest('.row').hidden = choices[list].length < least;
  }
}

// Ties the hint and the error of a row to its controls, for people who hear the page.
function describe(row) {
  const controls = row.querySelectorAll('input, select');
  const notes = [...row.querySelectorAll('.error, .hint')];
  for (const [index, note] of notes.entries()) note.id = `${controls[0]?.name}-${index}`;
  const ids = notes.map(({ id }) => id).join(' ');
  for (const control of row.matches('fieldset') ? [row] : controls) control.setAttribute('aria-describedby', ids);
}

// Agreeing must be a press on the button, so Enter in a field sends nothing.
function holdEnter(event) {
  if (event.key === 'Enter' && event.target.matches('input')) event.preventDefault();
}

export function buildForm(invitation, slots) {
  const content = view('form', { ...slots, intro: invitation.consent.intro });
  const form = content.querySelector('form');
  for (const words of form.querySelectorAll('.intro, .long')) words.lang = invitation.consent.language;
  addChoices(form, invitation);
  form.querySelectorAll('.row:not([hidden])').forEach(describe);
  form.addEventListener('keydown', holdEnter);
  return content;
}

// The employer's system may know the person's language; else it is that of the page, as of the email that led here.
export function startingAnswers({ contact_language, choices: { languages, channels, default_months } }) {
  const spoken = [contact_language, lang, lang.split('-')[0]].find((tag) => languages.some(({ id }) => id === tag));
  return { language: spoken ?? languages[0].id, channel: channels[0].id, months: default_months };
}

const datesOf = (form) => form.querySelectorAll('[type=date]');

// Two years ahead is the most that the API takes; a member's own date may have passed.
function limitDate(date, own) {
  const [today, furthest] = [0, 730].map((days) => isoDay(Date.now() + days * 86_400_000));
  Object.assign(date, { min: own && own < today ? own : today, max: furthest });
}

export function writeAnswers(form, answers) {
  for (const date of datesOf(form)) limitDate(date, answers[date.name]);
  for (const control of form.elements) {
    if (!(control.name in answers)) continue;
    const values = [answers[control.name] ?? ''].flat().map(String);
    // A question with one answer is not asked.
    if (['checkbox', 'radio'].includes(control.type)) control.checked = control.closest('.row').hidden || values.includes(control.value);
    else control.value = values[0];
  }
}

export function readAnswers(form) {
  const data = new FormData(form);
  const all = (...names) => Object.fromEntries(names.map((name) => [name, data.getAll(name)]));
  const agreed = { ...all('purposes', 'agencies'), months: number(data.get('months')) };
  const answers = form.querySelector('[data-slot=answers]');
  if (!answers) return agreed;
  const asked = [...answers.querySelectorAll('input, select')];
  return { ...agreed, profile: Object.fromEntries(asked.map((control) => [control.name, answerIn(control, data)])) };
}

function answerIn({ name, type, dataset }, data) {
  if (type === 'checkbox') return data.getAll(name);
  const text = data.get(name)?.trim() || null;
  return dataset.type ? number(text) : text;
}

const controlOf = (form, name) => [...form.elements].find((control) => name && control.name === name);

// Where the form asks for it, something must be chosen.
const lacks = (form, selector, chosen) => form.querySelector(selector) && !form.querySelector(chosen);

export function findErrors(form) {
  const errors = [];
  const add = (name, detail) => errors.push({ name, detail });
  const { language } = form.elements;
  if (lacks(form, '[name=role_families]', '[name=role_families]:checked')) add('role_families', say('no_role_family'));
  for (const date of datesOf(form)) if (!date.validity.valid) add(date.name, badDate(date));
  if (language && !language.value) add('language', say('no_choice'));
  if (lacks(form, '[name=channel]', '[name=channel]:checked')) add('channel', say('no_choice'));
  if (lacks(form, '[name=months]', '[name=months]:checked')) add('months', say('no_choice'));
  if (form.querySelector('[data-needed]:not(:checked)')) add('purposes', say('not_agreed'));
  return errors;
}

function badDate({ min, max }) {
  const [from, to] = [min, max].map((date) => day(`${date}T12:00`));
  return say('bad_date', { from, to });
}

export function fromServer(form, errors = []) {
  return errors.map(({ pointer, detail }) => ({ name: pointer.split('/').find((part) => controlOf(form, part)), detail }));
}

function mark(row, detail) {
  row.querySelector('.error').textContent = detail;
  const marked = row.matches('[role]') ? [row] : row.querySelectorAll('input, select');
  for (const control of marked) control.setAttribute('aria-invalid', Boolean(detail));
}

export function clearErrors(form) {
  form.querySelector('#error-summary').hidden = true;
  for (const row of form.querySelectorAll('.row')) mark(row, '');
}

function markAndLink(form, { name, detail }) {
  const line = document.createElement('li');
  const control = controlOf(form, name);
  line.textContent = detail;
  if (!control) return line;
  mark(control.closest('.row'), detail);
  control.id ||= name;
  line.replaceChildren(Object.assign(document.createElement('a'), { href: `#${control.id}`, textContent: detail }));
  return line;
}

export function showErrors(form, errors, title = say('problem')) {
  const summary = form.querySelector('#error-summary');
  clearErrors(form);
  summary.querySelector('h2').textContent = title;
  summary.querySelector('ul').replaceChildren(...errors.map((error) => markAndLink(form, error)));
  summary.hidden = false;
  setTitle(title);
  summary.focus();
  summary.scrollIntoView();
}
