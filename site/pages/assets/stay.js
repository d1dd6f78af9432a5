// The opt-in page. Opening it only reads; whatever changes something happens on the press of a button and nowhere else.
import { connect, Problem } from './api.js';
import { takeCode } from './code.js';
import { guardLinks, load, setWorking, show, speakFor, view } from './views.js';

const main = document.getElementById('main');
const loading = main.querySelector('.loading');
const stateOfProblem = {
  'invitation-missing': 'missing',
  'invitation-invalid': 'invalid',
  'invitation-expired': 'expired-code',
  'link-replaced': 'link-replaced',
  'too-many-changes': 'too-many',
  'too-many-requests': 'too-many-requests',
  'employer-left': 'employer-left',
};
const modules = { form: () => import('./join.js'), member: () => import('./member.js'), help: () => import('./help.js') };
let visit = null;

async function use(part) {
  const loaded = Promise.all([modules[part](), load(part)]).catch(() => {
    throw new Problem('offline');
  });
  return (await loaded)[0];
}

const of = (part, name) => async (mine) => (await use(part))[name](mine);

// One request at a time. The step that failed is what the retry button runs again.
async function attempt(step, typed = null) {
  const mine = visit;
  if (mine.working) return;
  Object.assign(mine, { step, typed, working: true });
  setWorking(true);
  const problem = await step(mine).catch((error) => error);
  if (mine !== visit) return;
  mine.working = false;
  setWorking(false);
  if (problem) explain(problem, mine);
}

async function explain({ code }, mine) {
  if (code === 'no-opt-in' && mine.step !== open) return attempt(open);
  const known = stateOfProblem[code];
  const help = known && (await use('help').catch(() => null));
  if (mine !== visit) return;
  const state = help ? known : known || code === 'offline' ? 'offline' : 'busy';
  const content = view(state, { kept: mine.typed ? true : null });
  help?.mountForms(content, start);
  if (mine.step === open) content.querySelector('#open')?.remove();
  if (mine.typed && content.querySelector('#retry')) content.append(mine.typed);
  show(state, content);
}

async function open(mine) {
  show('loading', loading);
  mine.invitation = await mine.call('GET', 'invitation');
  speakFor(mine.invitation.employer);
  const { state } = mine.invitation.opt_in;
  await of(state === 'none' ? 'form' : 'member', state)(mine);
}

const steps = {
  open,
  cancel: open,
  change: of('form', 'change'),
  renew: of('form', 'renew'),
  rejoin: of('form', 'rejoin'),
  print: async () => print(),
};

function start(code) {
  visit = { code, call: connect(code), use, open, step: open };
  setWorking(false);
  if (code) attempt(open);
  else explain(new Problem('invitation-missing'), visit);
}

guardLinks(() => visit.code);
main.addEventListener('click', ({ target }) => {
  const id = target.closest('button[type=button]')?.id;
  if (id === 'retry') attempt(visit.step, visit.typed);
  else if (id) attempt(steps[id] ?? of('member', id));
});
main.addEventListener('submit', (event) => {
  const { part, step } = event.target.dataset;
  if (!step) return;
  event.preventDefault();
  attempt(of(part, step), event.target);
});
addEventListener('hashchange', () => start(takeCode()));
start(takeCode());
