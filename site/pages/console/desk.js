// The operator's desk: what waits for a person and why, one application's history, and what can be decided about it.
import { Problem } from './api.js';
import { call, mine } from './calls.js';
import { joined, moment } from './describe.js';
import { announce, attempt, element, focusOn, items } from './show.js';
import { fill, say, stamp } from './views.js';

// Where each act is explained, and what its button says.
const VERBS = {
  release: () => [say('v_release'), say('v_release_means')],
  discard: () => [say('v_discard'), say('v_discard_means')],
  send: () => [say('v_send'), say('v_send_means')],
  resolve: () => [say('v_resolve'), say('v_resolve_means')],
  'confirm-sent': () => [say('v_confirm_sent'), say('v_confirm_sent_means')],
};
const maySend = () => mine.me.can.includes('decide_notices');

let view;

const stampOf = (name) => stamp(name).firstElementChild;
const problemOf = (place) => place.querySelector('[data-slot=problem]');

function jobText({ source, title, count }) {
  const job = joined([title, source]);
  return say('job', { count, job });
}

function groupOf(group) {
  const box = stampOf('group');
  const { reason, count, discard_count: all, since, jobs, to_do } = group;
  fill(box, { reason, count: say('held', { count }), all: all === count ? null : say('to_discard', { count: all }), since: moment(since), to_do });
  box.querySelector('[data-slot=jobs]').append(...items(jobs.map(jobText)));
  addVerbs(box, { verbs: group.can, path: 'held', what: reason, name: reason });
  return box;
}

function entryOf(entry) {
  const box = stampOf('entry');
  const { reference, kind, state, source, application_id: id, since, because, meaning, to_do, can = [] } = entry;
  fill(box, { name: id, state: meaning ? joined([state, meaning]) : state, source, kind, reference, since: moment(since), because, to_do });
  box.querySelector('[data-act=history]').addEventListener('click', () => openNotice(reference));
  addVerbs(box, { verbs: can, path: reference, name: id });
  return box;
}

function addVerbs(box, about) {
  const place = box.querySelector('.actions');
  for (const verb of maySend() ? about.verbs.filter((name) => VERBS[name]) : []) {
    const [act] = VERBS[verb]();
    const { name } = about;
    const button = element('button', { type: 'button', className: 'quiet', ariaLabel: say('v_heading', { act, name }) }, act);
    button.addEventListener('click', () => ask(box, verb, about));
    place.append(button);
  }
}

// The form of an act, with what the API wants to have typed: the reason always, a number for many, the id for an email.
function ask(box, verb, about) {
  const [act, means] = VERBS[verb]();
  const { name } = about;
  for (const other of view.querySelectorAll('.verb')) other.remove();
  const form = stampOf('verb');
  const [isMany, isEmail] = [about.path === 'held', verb === 'send'];
  fill(form, { heading: say('v_heading', { act, name }), means, confirm: act, count: isMany ? true : null, id: isEmail ? true : null });
  box.querySelector('[data-slot=verb]').replaceChildren(form);
  form.querySelector('#cancel').addEventListener('click', () => {
    form.remove();
    focusOn(box.querySelector('h3'));
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isWhole(form)) attempt(problemOf(form), () => decide(form, verb, about).catch(doubt));
  });
  focusOn(form.querySelector('h4'));
}

function isWhole(form) {
  const lacking = [...form.querySelectorAll('input')].filter((field) => {
    const isWell = Boolean(field.value.trim()) && field.validity.valid;
    field.setAttribute('aria-invalid', !isWell);
    form.querySelector(`#e-${field.id}`).textContent = isWell ? '' : (field.inputMode ? say('v_no_number') : say('v_lacks'));
    return !isWell;
  });
  lacking[0]?.focus();
  return !lacking.length;
}

// An act whose answer did not come may have been done, all of it or a part.
function doubt(problem) {
  const isLost = problem instanceof Problem && (problem.code === 'offline' || problem.status >= 500);
  throw isLost ? new Problem('in-doubt') : problem;
}

async function decide(form, verb, { path, what, name }) {
  const { because, count, application_id: id } = form.elements;
  const typed = { because: because.value.trim(), ...(count && { what, count: Number(count.value) }), ...(id && { application_id: id.value.trim() }) };
  const answer = await call('POST', `notices/${encodeURIComponent(path)}/${verb}`, typed);
  const [act] = VERBS[verb]();
  const said = answer.said.replace(/\.?$/, '.');
  const done = say('v_done', { act, name, said });
  await list();
  fill(view, { done });
  view.querySelector('[data-slot=done]').hidden = false;
  announce(done);
  focusOn(view.querySelector('[data-slot=done]'));
}

// A heading with nothing below it is only there to say so.
function put(slot, boxes) {
  view.querySelector(`[data-slot=${slot}]`).replaceChildren(...boxes);
  view.querySelector(`[data-none=${slot}]`).hidden = boxes.length > 0;
}

async function list() {
  const { groups, entries } = await call('GET', 'notices?waiting');
  view.querySelector('[data-slot=done]').hidden = true;
  view.querySelector('[data-slot=waiting]').hidden = false;
  fill(view, { as_of: say('as_of', { moment: moment(Date.now()) }) });
  put('groups', groups.map(groupOf));
  put('entries', entries.map(entryOf));
  view.querySelector('[data-slot=notice]').replaceChildren();
}

const missingOf = (why) => say('missing', { why });
const attemptText = ({ at, to }) => joined([moment(at), to]);
const correctedText = ({ name, value }) => [name, value].filter(Boolean).join(': ');
const stepOf = ({ at, state, cause }) => element('li', {}, element('time', { dateTime: at }, moment(at)), ` ${joined([state, cause])}`);

function factsOf({ reference, state, meaning, to_do, due_at, attempts, ses_reports, corrected, words_missing: why }) {
  return {
    reference,
    state: joined([state, meaning]),
    to_do,
    due: due_at ? moment(due_at) : null,
    attempts: attempts.length ? element('ul', {}, ...items(attempts.map(attemptText))) : null,
    reports: ses_reports,
    corrected: corrected.length ? element('ul', {}, ...items(corrected.map(correctedText))) : null,
    missing: why === null ? null : missingOf(why),
  };
}

function cycleOf(cycle, name) {
  const box = stampOf('cycle');
  const { reference, history, words, can } = cycle;
  fill(box, factsOf(cycle));
  box.querySelector('ol').append(...history.map(stepOf));
  const letter = box.querySelector('.letter');
  if (words) letter.append(element('b', {}, words.subject), words.text);
  else letter.remove();
  letter.lang = words?.language ?? '';
  addVerbs(box, { verbs: can, path: reference, name });
  return box;
}

function openNotice(reference) {
  return attempt(problemOf(view), async () => {
    const found = await call('GET', `notices/${encodeURIComponent(reference)}`);
    const box = stampOf('notice');
    const { application_id: name, source, cycles } = found;
    fill(box, { name, source });
    box.querySelector('[data-slot=cycles]').append(...cycles.map((cycle) => cycleOf(cycle, name)));
    view.querySelector('[data-slot=notice]').replaceChildren(box);
    view.querySelector('[data-slot=waiting]').hidden = true;
    box.querySelector('#close').addEventListener('click', close);
    focusOn(box.querySelector('h2'));
  });
}

function close() {
  view.querySelector('[data-slot=notice]').replaceChildren();
  view.querySelector('[data-slot=waiting]').hidden = false;
  focusOn(view.querySelector('h1'));
}

function prepareLookup(form) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const reference = form.elements.reference.value.trim();
    if (reference) openNotice(reference);
    else form.elements.reference.focus();
  });
}

export function openDesk() {
  const stamped = stamp('desk');
  view = stamped.firstElementChild;
  prepareLookup(view.querySelector('#lookup'));
  view.querySelector('#again').addEventListener('click', () => attempt(problemOf(view), list));
  return [view];
}

export const fillDesk = () => attempt(problemOf(view), list);
