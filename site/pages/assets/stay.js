// The opt-in page. Opening it only reads; PUT and DELETE happen on the press of a button.
import { connect } from './api.js';
import { cleanCode, mountCodeForm } from './code.js';
import { agreed, day, profileFacts } from './facts.js';
import { buildForm, clearErrors, findErrors, fromServer, readAnswers, showErrors, startingAnswers, writeAnswers } from './form.js';
import { saveFile, say, setWorking, show, speakFor, view } from './views.js';

const main = document.getElementById('main');
const loading = main.querySelector('.loading');
const stateOfProblem = {
  'invitation-missing': 'missing',
  'invitation-invalid': 'invalid',
  'invitation-expired': 'expired-code',
  offline: 'offline',
};
let visit = null;

// One request at a time. The step that failed is what the retry button runs again.
async function attempt(step) {
  const mine = visit;
  if (mine.working) return;
  Object.assign(mine, { step, working: true });
  setWorking(true);
  const problem = await step(mine).catch((error) => error);
  mine.working = false;
  if (mine !== visit) return;
  setWorking(false);
  if (problem) explain(problem, mine);
}

function explain({ code }, mine) {
  if (code === 'no-opt-in' && mine.step !== open) return attempt(open);
  const state = stateOfProblem[code] ?? 'busy';
  const typed = mine.step === send;
  const content = view(state, { kept: typed || null });
  const place = content.querySelector('[data-slot=code]');
  if (place) mountCodeForm(place, enterCode);
  if (typed && content.querySelector('#retry')) content.append(mine.form);
  show(state, content);
}

async function open(mine) {
  show('loading', loading);
  mine.invitation = await mine.call('GET', 'invitation');
  speakFor(mine.invitation.employer);
  await showState[mine.invitation.opt_in.state](mine);
}

const showState = {
  none: async (mine) => showForm(mine, {}),
  active: showActive,
  expired: async () => show('expired', view('expired')),
  withdrawn: async (mine) => showWithdrawn(mine.invitation.opt_in, mine.draft ? true : null),
};

async function showActive(mine) {
  const optIn = await mine.call('GET', 'opt-in');
  const facts = profileFacts(optIn, mine.invitation);
  show('active', view('active', { ...facts, until: day(optIn.expires_at), receipt: agreed(optIn.receipt) }));
}

function showWithdrawn({ withdrawn_at }, late = null) {
  show('withdrawn', view('withdrawn', { when: day(withdrawn_at), late }));
}

function joining({ given_name, job_title, join_until }) {
  return { name: given_name && say('greeting', { name: given_name }), job: job_title, until: day(join_until), changing: null, cancel: null };
}

const changing = { heading: say('change_heading'), joining: null, submit: say('save') };

function showForm(mine, answers, slots = joining(mine.invitation)) {
  const content = buildForm(mine.invitation, slots);
  mine.form = content.querySelector('form');
  mine.slots = slots;
  mine.parts = [...content.children];
  writeAnswers(mine.form, { ...startingAnswers(mine.invitation), ...answers });
  show('form', content);
  import('./places.js').then(({ ask }) => ask(mine));
}

async function change(mine) {
  mine.invitation = await mine.call('GET', 'invitation');
  const { profile, months, purposes, agencies, receipt } = await mine.call('GET', 'opt-in');
  const sameWords = receipt.consent.sha256 === mine.invitation.consent.sha256;
  showForm(mine, { ...profile, months, ...(sameWords && { purposes, agencies }) }, changing);
}

function returnToForm(mine, errors) {
  show('form', ...mine.parts);
  showErrors(mine.form, errors);
}

async function send(mine) {
  const found = findErrors(mine.form);
  if (found.length) return returnToForm(mine, found);
  clearErrors(mine.form);
  const { consent, opt_in } = mine.invitation;
  const { id, version, language, sha256 } = consent;
  const body = { consent: { id, version, language, sha256 }, ...readAnswers(mine.form), rejoin_after: opt_in.withdrawn_at };
  try {
    const { receipt } = await mine.call('PUT', 'opt-in', body);
    const heading = mine.slots === changing ? say('changed_heading') : true;
    show('receipt', view('receipt', { heading, receipt: agreed(receipt) }));
  } catch (problem) {
    await answerRefusal(problem, mine, body);
  }
}

async function answerRefusal(problem, mine, { profile, months }) {
  if (problem.code === 'invalid-opt-in') returnToForm(mine, fromServer(mine.form, problem.errors));
  else if (problem.code === 'consent-changed') await readAgain(mine, { ...profile, months });
  else if (problem.code === 'withdrawn') {
    mine.draft = profile;
    await open(mine);
  } else throw problem;
}

async function readAgain(mine, answers) {
  mine.invitation = await mine.call('GET', 'invitation');
  showForm(mine, answers, mine.slots);
  showErrors(mine.form, [{ name: 'purposes', detail: say('read_again') }], say('new_wording'));
}

async function withdraw(mine) {
  showWithdrawn(await mine.call('DELETE', 'opt-in'));
}

async function rejoin(mine) {
  mine.invitation = await mine.call('GET', 'invitation');
  showForm(mine, mine.draft ?? {});
}

async function download(mine) {
  const { state } = main.dataset;
  if (state === 'receipt') return saveFile(say('receipt_file'), 'text/plain', main.querySelector('.agreed').innerText);
  saveFile(say('details_file'), 'application/json', JSON.stringify(await mine.call('GET', 'opt-in/export'), null, 2));
  if (state !== 'active') await showActive(mine);
}

const steps = {
  change,
  rejoin,
  download,
  cancel: open,
  keep: open,
  withdraw: async () => show('confirm-withdraw', view('confirm-withdraw')),
  'confirm-withdraw': withdraw,
  print: async () => print(),
};

function enterCode(code) {
  if (code === cleanCode(location.hash)) start();
  else location.hash = code;
}

function start() {
  const code = cleanCode(location.hash);
  const leaving = new AbortController();
  visit?.leaving.abort();
  visit = { leaving, call: connect(code, leaving.signal) };
  if (code) attempt(open);
  else explain({ code: 'invitation-missing' }, visit);
}

// Links inside the page move the focus and leave the fragment alone: it holds the code.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  document.getElementById(link.hash.slice(1)).focus();
});
main.addEventListener('click', ({ target }) => {
  const id = target.closest('button')?.id;
  const step = id === 'retry' ? visit.step : steps[id];
  if (step) attempt(step);
});
main.addEventListener('submit', (event) => {
  event.preventDefault();
  if (event.target.id === 'opt-in') attempt(send);
});
addEventListener('hashchange', start);
start();
