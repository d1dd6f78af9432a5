// The page behind the emails about a new address: one press confirms it, or, from the old address, stops it.
import { connect, Problem } from './api.js';
import { takeCode } from './code.js';
import { mountForms } from './help.js';
import { guardLinks, setWorking, show, view } from './views.js';

const main = document.getElementById('main');
const stopping = location.search === '?stop';
const [method, path, ask, done] = stopping ? ['DELETE', 'opt-in/address', 'stop', 'stopped'] : ['PUT', 'address', 'confirm', 'confirmed'];
const lost = ['offline', 'busy', 'unexpected', 'too-many-requests'];
let code = takeCode();
let working = false;

function shows(state, answer) {
  const content = view(state);
  mountForms(content);
  // The answer has a code of the new mailbox: the page goes on with it.
  const go = content.querySelector('#go');
  if (go) go.href = `../stay/#${answer.code}`;
  show(state, content);
}

async function act() {
  if (working) return;
  working = true;
  setWorking(true);
  const answer = await connect(code)(method, path).catch((problem) => problem);
  working = false;
  setWorking(false);
  if (!(answer instanceof Problem)) shows(done, answer);
  else shows(lost.includes(answer.code) ? 'busy' : answer.code === 'already-in-pool' ? 'taken' : 'unusable');
}

function start(token) {
  code = token;
  shows(code ? ask : 'unusable');
}

guardLinks(() => code);
main.addEventListener('click', ({ target }) => {
  if (target.closest('#act')) act();
});
addEventListener('hashchange', () => start(takeCode()));
start(code);
