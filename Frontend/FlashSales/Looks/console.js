// What this adds is that the page follows the sale by itself: without it, it is loaded anew.
'use strict';

const desk = document.getElementById('desk');
const PointsMax = 600;
const charts = ['sold', 'ordersPerSecond', 'waiting'];
const kept = `sale ${desk?.dataset.live}`;
// The store's clock, as far ahead of this machine's as it was when the page was made.
let ahead = desk ? Date.parse(desk.dataset.now) - Date.now() : 0;

const remember = () => {
  try {
    return JSON.parse(sessionStorage.getItem(kept)) ?? [];
  } catch {
    return [];
  }
};
let points = desk ? remember() : [];

const pad = (number) => String(number).padStart(2, '0');

const span = (milliseconds) => {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map(pad)
    .join(':');
};

const tick = () => {
  const { starts, ends } = desk.dataset;
  if (!starts) {
    return;
  }
  const now = Date.now() + ahead;
  const [toStart, toEnd] = [Date.parse(starts) - now, Date.parse(ends) - now];
  const [label, left] = toStart > 0 ? ['Starts in', toStart] : ['Ends in', toEnd];
  desk.querySelector('[data-clock-label]').textContent = left > 0 ? label : 'Over';
  desk.querySelector('[data-clock]').textContent = left > 0 ? span(left) : '–';
};

const shape = (name, kind, path) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  made.setAttribute('class', kind);
  made.setAttribute('d', path);
  return made;
};

const draw = (name) => {
  const svg = desk.querySelector(`[data-chart=${name}]`);
  const values = points.map((point) => point[name]);
  const most = Math.max(1, ...values);
  const [first, last] = [points[0].at, points.at(-1).at];
  const place = ({ at, [name]: value }) => {
    const x = last === first ? 300 : (300 * (at - first)) / (last - first);
    return `${x.toFixed(1)} ${(78 - (74 * value) / most).toFixed(1)}`;
  };
  const line = `M${points.map(place).join('L')}`;
  svg.replaceChildren(
    shape('path', 'ground', 'M0 78H300'),
    shape('path', 'area', `${line}L300 78L0 78Z`),
    shape('path', 'line', line),
  );
  const now = values.at(-1);
  desk.querySelector(`[data-now=${name}]`).textContent = now;
  desk.querySelector(`[data-most=${name}]`).textContent =
    `highest ${Math.max(...values)} in ${span(last - first)}`;
  const label = svg.closest('figure').querySelector('figcaption span').textContent;
  svg.setAttribute('aria-label', `${label} over time: now ${now}, at most ${most}`);
};

const take = (page, id) => {
  const [here, there] = [document.getElementById(id), page.getElementById(id)];
  if (!here || !there) {
    return;
  }
  // Nobody's typing is taken away from under their hands.
  const fields = [...here.querySelectorAll('input:not([type=hidden])')];
  if (fields.some((field) => field.matches(':focus') || field.value !== field.defaultValue)) {
    return;
  }
  const hadFocus = here.contains(document.activeElement);
  here.replaceWith(document.adoptNode(there));
  if (hadFocus) {
    // Not on the button in its place: that does something else.
    there.focus();
  }
};

// The steps that a sale allows are the store's to say.
const renew = async (figures) => {
  const isNews = figures.state !== desk.dataset.state;
  desk.dataset.version = figures.version;
  desk.dataset.state = figures.state;
  const answer = await fetch(location.pathname);
  if (!answer.ok || answer.redirected) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  ['facts', 'steps', 'terms', 'knobs'].forEach((part) => take(page, part));
  if (isNews) {
    desk.querySelector('.notice.good')?.remove();
    const state = figures.state.replace('_', ' ');
    desk.querySelector('[data-heard]').textContent = `The sale is ${state} now.`;
  }
};

const show = (figures) => {
  ahead = Date.parse(figures.serverNow) - Date.now();
  desk.dataset.starts = figures.startsAt ?? '';
  desk.dataset.ends = figures.endsAt ?? '';
  for (const place of desk.querySelectorAll('[data-figure]')) {
    const value = figures[place.dataset.figure];
    place.textContent = Number.isInteger(value) ? value : value.toFixed(1);
  }
  for (const item of figures.items) {
    const row = desk.querySelector(`[data-item="${CSS.escape(item.sku)}"]`);
    for (const name of ['left', 'holding', 'sold']) {
      row.querySelector(`[data-of=${name}]`).textContent = item[name];
    }
    row.querySelector('[data-of=soldOut]').hidden = !item.soldOut;
  }
  const point = { at: Date.parse(figures.serverNow) };
  for (const name of charts) {
    point[name] = figures[name];
  }
  points = [...points, point].slice(-PointsMax);
  sessionStorage.setItem(kept, JSON.stringify(points));
  charts.forEach(draw);
  tick();
  if (`${figures.version}` !== desk.dataset.version || figures.state !== desk.dataset.state) {
    renew(figures);
  }
};

if (desk) {
  const line = desk.querySelector('[data-line]');
  const news = new EventSource(desk.dataset.live);
  let away; // It ends each minute, and is back at once.
  news.addEventListener('open', () => {
    clearTimeout(away);
    line.textContent = 'Live: what changes shows by itself.';
    line.classList.remove('wrong');
  });
  const warn = (text) => {
    line.classList.add('wrong');
    line.textContent = text;
  };
  news.addEventListener('error', () => {
    clearTimeout(away);
    if (news.readyState === EventSource.CLOSED) {
      warn('Not live any more. Load the page again, and sign in if it asks.');
    } else {
      away = setTimeout(warn, 1_000, 'The store does not answer; trying again.');
    }
  });
  news.addEventListener('figures', ({ data }) => show(JSON.parse(data)));
  setInterval(tick, 250);
  tick();
}
