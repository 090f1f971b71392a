// A shopper's way through a sale: the countdown, the place, the turn. All that counts is decided by
// the store, and by its clock; this asks and shows.
'use strict';

const page = document.getElementById('sale');
const { sale, said, work } = page.dataset;
const sentences = JSON.parse(said);
const api = `/api/v1/sales/${sale}`;
const kept = `ticket ${sale}`;
let { state } = page.dataset;
let [starts, ends] = [Date.parse(page.dataset.starts), Date.parse(page.dataset.ends)];
// The store's clock, as far ahead of this machine's.
let ahead = Date.parse(page.dataset.now) - Date.now();
let ticket = null;
let soldOut = [];
let isJoining = false;

const find = (what) => page.querySelector(`[data-${what}]`);
const now = () => Date.now() + ahead;
const later = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

const span = (milliseconds) => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
};

const about = (seconds) =>
  seconds < 10 ? 'any moment'
  : seconds < 90 ? `in about ${Math.ceil(seconds / 10) * 10} seconds`
  : `in about ${Math.ceil(seconds / 60)} minutes`;

// Which panel shows what is so now.
const panel = () => {
  if (!['armed', 'prequeue', 'live', 'sold_out', 'paused'].includes(state)) {
    return 'over';
  }
  if (ticket?.state === 'admitted') {
    return state === 'paused' ? 'paused' : 'admitted';
  }
  if (state === 'armed' || state === 'paused') {
    return state;
  }
  if (ticket?.state === 'expired') {
    return 'expired';
  }
  if (ticket) {
    return now() < starts ? 'drawn' : 'waiting';
  }
  return state === 'sold_out' ? 'sold_out' : 'join';
};

const show = () => {
  const shown = panel();
  for (const each of page.querySelectorAll('[data-panel]')) {
    const isShown = each.dataset.panel === shown;
    if (isShown && each.hidden) {
      find('heard').textContent = each.querySelector('h2').textContent;
    }
    each.hidden = !isShown;
  }
  const isIn = shown === 'admitted';
  for (const offer of page.querySelectorAll('[data-sku]')) {
    const isGone = soldOut.includes(offer.dataset.sku);
    offer.querySelector('[data-sold-out]').hidden = !isGone;
    offer.querySelector('[data-buy]').hidden = !isIn || isGone;
  }
  find('early').hidden = now() >= starts;
  find('late').hidden = now() < starts;
  find('all-gone').hidden = state !== 'sold_out';
  find('place').hidden = ticket?.position === undefined;
  find('position').textContent = ticket?.position ?? '';
  find('eta').textContent = ticket?.eta === undefined ? 'in a while' : about(ticket.eta);
};

const tick = () => {
  const [toStart, toEnd] = [starts - now(), ends - now()];
  const isOver = panel() === 'over' || toEnd <= 0;
  find('count-label').textContent = isOver ? 'Over' : toStart > 0 ? 'Starts in' : 'Ends in';
  find('count').textContent = isOver ? '' : span(toStart > 0 ? toStart : toEnd);
  if (ticket?.state === 'admitted') {
    const left = Date.parse(ticket.expiresAt) - now();
    find('left').textContent = span(left).replace(/^00:/, '');
    if (left <= 0) {
      ticket.state = 'expired';
      show();
    }
  }
};

const refuse = (code) => {
  const notice = find('refused');
  notice.hidden = !code;
  notice.firstElementChild.textContent =
    code ? (sentences[code] ?? sentences.internal_error) : '';
};

const ask = async (path, body, key) => {
  const headers = { Accept: 'application/json' };
  if (body) {
    headers['Content-Type'] = 'application/json';
    headers['Idempotency-Key'] = key;
  }
  const method = body ? 'POST' : 'GET';
  const answer = await fetch(path, {
    method, headers, body: body && JSON.stringify(body), cache: 'no-store',
  });
  const told = answer.status === 204 ? {} : await answer.json();
  return { isDone: answer.ok, told, wait: Number(answer.headers.get('Retry-After')) || 0 };
};

// A cart of one's own, opened where there is none.
const cart = async () => {
  if (!page.dataset.cart) {
    const answer = await fetch(`/sale/${sale}/cart`, {
      method: 'POST', body: new URLSearchParams(),
    });
    const html = new DOMParser().parseFromString(await answer.text(), 'text/html');
    page.dataset.cart = html.getElementById('sale')?.dataset.cart ?? '';
  }
  return page.dataset.cart;
};

const solve = (prefix, bits) =>
  new Promise((done, failed) => {
    const worker = new Worker(work);
    worker.addEventListener('message', ({ data }) => {
      worker.terminate();
      done(data);
    });
    worker.addEventListener('error', failed);
    worker.postMessage({ prefix, bits });
  });

// A ticket that is kept is there again when the page is.
const keep = (told) => {
  ticket = told;
  if (told) {
    localStorage.setItem(kept, JSON.stringify({ told, cart: page.dataset.cart }));
  } else {
    localStorage.removeItem(kept);
  }
  show();
};

const follow = async () => {
  for (;;) {
    await later(Math.max(1, ticket.pollAfter));
    if (ticket.state === 'expired' || panel() === 'over') {
      return;
    }
    try {
      const { isDone, told, wait } = await ask(`${api}/tickets/${ticket.id}`);
      if (isDone) {
        keep(told);
      } else if (told.status === 404) {
        keep(null);
        return;
      } else {
        ticket.pollAfter = wait || 3;
      }
    } catch {
      ticket.pollAfter = 3;
    }
  }
};

const request = async () => {
  const owner = await cart();
  let proof;
  for (let tries = 0; tries < 5; tries += 1) {
    const body = proof === undefined ? { cart: owner } : { cart: owner, work: proof };
    const { isDone, told } = await ask(`${api}/tickets`, body, `join ${owner}`);
    if (isDone) {
      return told;
    }
    if (told.code !== 'work_required') {
      throw new Error(told.code);
    }
    find('working').hidden = false;
    proof = await solve(sale + owner, told.errors.find((each) => each.bits).bits);
  }
  throw new Error('overloaded');
};

const join = async () => {
  if (isJoining) {
    return;
  }
  isJoining = true;
  refuse('');
  try {
    keep(await request());
    follow();
  } catch (problem) {
    refuse(problem.message in sentences ? problem.message : 'dependency_down');
  } finally {
    isJoining = false;
    find('working').hidden = true;
    show();
  }
};

const buy = async (submitted) => {
  submitted.preventDefault();
  const form = submitted.currentTarget;
  const button = form.querySelector('button');
  if (button.disabled) {
    return;
  }
  button.disabled = true;
  refuse('');
  const { sku } = form.closest('[data-sku]').dataset;
  const quantity = Number(form.elements.quantity.value);
  const line = { sku, quantity, admission: ticket.admission };
  try {
    const key = `buy ${crypto.getRandomValues(new Uint32Array(4)).join(' ')}`;
    const { isDone, told } = await ask(`/api/v1/carts/${page.dataset.cart}/lines`, line, key);
    if (isDone) {
      location.assign('/checkout');
      return;
    }
    refuse(told.code);
  } catch {
    refuse('dependency_down');
  }
  button.disabled = false;
};

// How the sale stands, often near its edges and rarely else; never all at once.
const watch = async () => {
  for (;;) {
    const near = Math.abs(starts - now()) < 60_000 || now() > starts;
    const toStart = (starts - now()) / 1000;
    const pause = near ? 2 + Math.random() : 8 + 4 * Math.random();
    await later(toStart > 0 && toStart < pause ? toStart + Math.random() : pause);
    try {
      const { isDone, told } = await ask(api);
      if (isDone) {
        state = told.state;
        soldOut = told.items.filter((item) => item.soldOut).map((item) => item.sku);
        ahead = Date.parse(told.serverNow) - Date.now();
        [starts, ends] = [Date.parse(told.startsAt), Date.parse(told.endsAt)];
        show();
      }
    } catch {
      // The store is asked again.
    }
  }
};

for (const button of page.querySelectorAll('[data-join]')) {
  button.addEventListener('click', join);
}
for (const form of page.querySelectorAll('[data-buy]')) {
  form.addEventListener('submit', buy);
}
soldOut = [...page.querySelectorAll('[data-sku]')]
  .filter((offer) => !offer.querySelector('[data-sold-out]').hidden)
  .map((offer) => offer.dataset.sku);
const before = JSON.parse(localStorage.getItem(kept));
if (before && before.cart === page.dataset.cart) {
  ticket = before.told;
  follow();
}
show();
tick();
setInterval(tick, 250);
watch();
