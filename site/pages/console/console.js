// The recruiters' console: it logs in, asks what this person may do, and shows one of its sections at a time.
import { Problem } from './api.js';
import { call, logInAgain, mine } from './calls.js';
import { fillDesk, openDesk } from './desk.js';
import { finishLogin, logIn, logOut, takeKept, timeLeft } from './login.js';
import { fillLog, openLog } from './log.js';
import { keepSearch, openSearch } from './search.js';
import { announce, leaveOnly } from './show.js';
import { fill, say, setWorking, show, stamp } from './views.js';

const bar = document.getElementById('bar');
const foot = document.getElementById('who');
// What each section may need, how it is built, and how it is filled when somebody comes to it.
const SECTIONS = {
  search: { can: 'search', open: openSearch },
  desk: { can: 'read_notices', open: openDesk, fill: fillDesk },
  log: { can: 'audit', open: openLog, fill: fillLog },
};
// What is said where there is no console for this person, or not yet.
const STATES = {
  'login-refused': 'login-refused',
  'login-stale': 'login-stale',
  'login-failed': 'login-failed',
  clock: 'clock',
  'token-refused': 'token-refused',
  offline: 'offline',
};
let opened = {};
let kept = null;

const named = (hash) => (SECTIONS[hash.slice(1)] ? hash.slice(1) : null);
const allowed = () => Object.keys(SECTIONS).filter((name) => mine.me.can.includes(SECTIONS[name].can));

function showState(name, slots = {}) {
  const view = stamp(name);
  fill(view, slots);
  view.querySelector('#log-in')?.addEventListener('click', () => go(() => logIn(kept)));
  view.querySelector('#retry')?.addEventListener('click', () => location.reload());
  view.querySelector('#leave')?.addEventListener('click', leave);
  show(name, ...view.children);
}

function explain({ code, status, detail }) {
  // CloudFront answers 404 in the place of 403.
  const isNobody = status === 403 || status === 404;
  showState(isNobody ? 'no-role' : (STATES[code] ?? 'busy'), isNobody ? { detail: detail ?? null } : {});
}

async function go(act) {
  setWorking(true);
  await act().catch((problem) => {
    if (!(problem instanceof Problem)) console.error(problem);
    explain(problem);
  });
  setWorking(false);
}

async function leave() {
  document.getElementById('main').replaceChildren();
  bar.replaceChildren();
  mine.me = null;
  await go(logOut);
}

function section() {
  const name = named(location.hash);
  return allowed().includes(name) ? name : allowed()[0];
}

function open(name) {
  const { open: build, fill: refill } = SECTIONS[name];
  opened[name] ??= build(name === kept?.section ? kept : null);
  for (const link of bar.querySelectorAll('[href]')) {
    if (named(link.hash) === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  show(name, ...opened[name]);
  refill?.();
}

function showBar() {
  const view = stamp('bar');
  const { who, employer, employers, can } = mine.me;
  const roles = mine.me.roles.join(', ');
  leaveOnly(view, can);
  const select = view.querySelector('select');
  for (const { id, name } of employers) select.add(new Option(name, id, false, id === employer.id));
  select.addEventListener('change', () => go(() => switchTo(select.value)));
  fill(view, employers.length > 1 ? { employer: null } : { switch: null, employer: employer.name });
  view.querySelector('#log-out').addEventListener('click', leave);
  bar.replaceChildren(view);
  foot.textContent = say('who', { who, roles });
}

async function switchTo(id) {
  mine.employer = id;
  kept = null;
  await enter();
}

async function enter() {
  mine.me = await call('GET', 'me');
  opened = {};
  // Where there is one employer, nobody names it.
  mine.employer = mine.me.employers.length > 1 ? mine.me.employer.id : null;
  mine.keep = () => ({ section: section(), employer: mine.employer, ...keepSearch() });
  if (!allowed().length) return showState('no-role', { detail: null });
  showBar();
  open(section());
}

// The names on the page stay where they are; whatever is pressed next leads over the login.
function watch() {
  setTimeout(() => {
    const note = stamp('ended').firstElementChild;
    note.querySelector('button').addEventListener('click', () => go(logInAgain));
    document.getElementById('main').before(note);
    announce(say('ended'));
  }, timeLeft());
}

async function start() {
  const isBack = await finishLogin();
  kept = takeKept();
  if (!isBack) return showState('login');
  if (kept?.section) history.replaceState(null, '', `#${kept.section}`);
  mine.employer = kept?.employer ?? null;
  await enter();
  watch();
}

addEventListener('hashchange', () => {
  if (mine.me && named(location.hash) && allowed().includes(named(location.hash))) open(named(location.hash));
});
// A page that the browser has kept alive must not come back with names on it after its login has ended.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
go(start);
