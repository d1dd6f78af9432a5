// What everyone who has joined can see and do. Each function is the button of that name, or the state that the API answers.
import { agreed, profileFacts } from './facts.js';
import { day, isoDay, say, show, view } from './views.js';

const DAY = 86_400_000;

export async function active(mine) {
  const optIn = await mine.call('GET', 'opt-in');
  mine.optIn = optIn;
  const { expires_at, paused_until, new_email, receipt } = optIn;
  const pause = paused_until > isoDay(Date.now())
    ? { paused: true, paused_until: day(`${paused_until}T12:00`), pausing: null }
    : { paused: null, resuming: null };
  const waiting = new_email ? { new_email } : { waiting: null };
  const changing = mine.invitation.consent ? true : null;
  const facts = { ...profileFacts(optIn, mine.invitation), until: day(expires_at), changing };
  show('active', view('active', { ...facts, ...pause, ...waiting, ...receiptSlots(mine, receipt) }));
}

function receiptSlots(mine, receipt) {
  mine.signed = receipt.jws;
  return { receipt: agreed(receipt), signed: receipt.jws ? true : null };
}

const canJoin = ({ join_until, can_join = true }) => (can_join && new Date(join_until) > Date.now() ? true : null);

export async function withdrawn(mine, { withdrawn_at, profiles } = mine.invitation.opt_in) {
  const again = canJoin(mine.invitation);
  const [late, others] = [mine.draft, profiles > 1].map((holds) => (holds ? true : null));
  show('withdrawn', view('withdrawn', { when: day(withdrawn_at), late, others, again, rejoin: again }));
}

export async function expired(mine) {
  const again = canJoin(mine.invitation);
  show('expired', view('expired', { again, rejoin: again }));
}

export function thanks(mine, { receipt, emailed_to }) {
  const done = mine.send.thanks;
  const heading = { changed: say('changed_heading'), renewed: say('renewed_heading') }[done] ?? true;
  const sent = emailed_to ? { emailed_to } : { sent: null };
  show('receipt', view('receipt', { heading, ...sent, ...receiptSlots(mine, receipt) }));
}

export const withdraw = async () => show('confirm-withdraw', view('confirm-withdraw'));
export const erase = async () => show('confirm-erase', view('confirm-erase'));

async function confirmWithdraw(mine) {
  mine.draft = null;
  const left = await mine.call('DELETE', 'opt-in');
  // Only now does the invitation say whether they can join again. They have left, whatever becomes of this call.
  mine.invitation = await mine.call('GET', 'invitation').catch(() => mine.invitation);
  await withdrawn(mine, left);
}

async function confirmErase(mine) {
  await mine.call('DELETE', 'person');
  show('erased', view('erased'));
}

export { confirmErase as 'confirm-erase', confirmWithdraw as 'confirm-withdraw' };

export async function pause(mine) {
  const content = view('pause');
  const { until } = content.querySelector('form').elements;
  Object.assign(until, { min: isoDay(Date.now() + DAY), max: isoDay(mine.optIn.expires_at) });
  show('pause', content);
}

export const address = async () => show('address', view('address'));

function refuse(control, detail) {
  control.setAttribute('aria-invalid', Boolean(detail));
  control.form.querySelector('.error').textContent = detail;
  if (detail) control.focus();
  return Boolean(detail);
}

// What only the API can know to be wrong is said beside the field too.
async function sent(control, call) {
  try {
    await call;
    return true;
  } catch (problem) {
    if (problem.code !== 'invalid-opt-in') throw problem;
    refuse(control, problem.errors[0].detail);
    return false;
  }
}

export async function setPause(mine) {
  const { until } = mine.typed.elements;
  const [from, to] = [until.min, until.max].map((date) => day(`${date}T12:00`));
  if (refuse(until, until.validity.valid ? '' : say('bad_day', { from, to }))) return;
  if (await sent(until, mine.call('PUT', 'opt-in/pause', { until: until.value }))) await active(mine);
}

export async function resume(mine) {
  await mine.call('DELETE', 'opt-in/pause');
  await active(mine);
}

export async function setAddress(mine) {
  const { email } = mine.typed.elements;
  if (refuse(email, email.validity.valid ? '' : say('bad_email'))) return;
  const to = email.value.trim();
  if (await sent(email, mine.call('POST', 'opt-in/address', { email: to }))) show('address-sent', view('address-sent', { to }));
}

async function stopAddress(mine) {
  await mine.call('DELETE', 'opt-in/address');
  await active(mine);
}

function saveFile(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), DAY / 1000);
}

// As a person reads it: the facts and the receipt of the view, without its buttons.
export async function download() {
  const read = [...document.querySelectorAll('#main h1, #main > dl, #main .agreed')];
  saveFile(say('text_file'), 'text/plain', read.map(({ innerText }) => innerText).join('\n\n'));
}

// A long history comes in pages.
async function exportAll(mine) {
  const all = await mine.call('GET', 'opt-in/export');
  for (let page = all; page.next;) {
    page = await mine.call('GET', `opt-in/export?after=${encodeURIComponent(page.next)}`);
    all.consents.push(...page.consents);
  }
  delete all.next;
  saveFile(say('details_file'), 'application/json', JSON.stringify(all, null, 2));
}

// What the employer signed, for whoever wants to prove it without them.
async function saveSigned(mine) {
  saveFile('receipt.jws', 'application/jose', mine.signed);
}

export { exportAll as export, saveSigned as 'save-signed', stopAddress as 'stop-address' };
