// What this adds is convenience: every page and form of the shop works without it.
'use strict';

// Rendered by the store, so only ever taken apart, never run.
const read = async (answer) =>
  new DOMParser().parseFromString(await answer.text(), 'text/html');

const take = (page, id) => {
  const [here, there] = [document.getElementById(id), page.getElementById(id)];
  if (here && there) {
    here.replaceWith(document.adoptNode(there));
  }
};

// A moment of today by the shopper's own clock.
for (const time of document.querySelectorAll('time[data-local]')) {
  time.textContent = new Date(time.dateTime).toLocaleTimeString([], { timeStyle: 'short' });
}

// Adds to the cart without leaving the page.
for (const form of document.querySelectorAll('form[data-quiet]')) {
  form.addEventListener('submit', async (submitted) => {
    submitted.preventDefault();
    const [told, button] = [form.querySelector('[data-told]'), form.querySelector('button')];
    if (button.disabled) {
      return;
    }
    button.disabled = true;
    told.replaceChildren();
    document.querySelector('main [role=alert]')?.remove();
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: 'POST', body });
      if (answer.redirected && new URL(answer.url).pathname !== '/cart') {
        // It is sold elsewhere: in a sale.
        location.assign(answer.url);
        return;
      }
      const page = await read(answer);
      take(page, 'basket');
      const problem = page.querySelector('main [role=alert]') ?? page.querySelector('main h1');
      told.classList.toggle('wrong', !answer.ok);
      told.textContent = answer.ok ? 'It is in your cart. ' : problem.textContent.trim();
      if (answer.ok) {
        const link = document.createElement('a');
        link.href = '/cart';
        link.textContent = 'See your cart';
        told.append(link);
      }
      // The next time is another time.
      const random = crypto.getRandomValues(new Uint32Array(4));
      form.elements.key.value = `req_${random.join('_')}`;
    } catch {
      told.classList.add('wrong');
      told.textContent = 'The shop does not answer. Please try again.';
    } finally {
      button.disabled = false;
      button.focus();
    }
  });
}

// Shows what the order comes to as soon as it goes elsewhere; else the store shows it before it
// takes the payment. One question at a time: the last answer must be the last one given.
const checkout = document.getElementById('checkout');
let [isAsking, asksAgain] = [false, false];
const show = (page) => {
  const chose = document.activeElement?.name === 'method';
  for (const id of ['said', 'delivery', 'pay']) {
    take(page, id);
  }
  if (chose) {
    document.querySelector('#delivery :checked')?.focus();
  }
  const total = document.querySelector('#pay .total');
  document.querySelector('[data-heard]').textContent = total?.textContent ?? '';
};

checkout?.addEventListener('change', async ({ target }) => {
  if (!['country', 'method'].includes(target.name)) {
    return;
  }
  asksAgain = true;
  while (asksAgain && !isAsking) {
    [isAsking, asksAgain] = [true, false];
    try {
      const body = new URLSearchParams(new FormData(checkout));
      const page = await read(await fetch('/checkout/delivery', { method: 'POST', body }));
      if (!asksAgain) {
        show(page);
      }
    } catch {
      // Paying shows the total first.
    } finally {
      isAsking = false;
    }
  }
});

// Follows an order: shows it anew as soon as the store says that something happened to it.
const follow = async () => {
  const order = document.getElementById('order');
  if (!order?.dataset.live) {
    return;
  }
  const headers = { Accept: 'text/event-stream', 'Last-Event-ID': order.dataset.version };
  const answer = await fetch(order.dataset.live, { headers });
  if (!answer.ok) {
    throw new Error('The order does not tell.');
  }
  const events = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; !/^id: /m.test(text); ) {
    const { value, done } = await events.read();
    if (done) {
      throw new Error('The order fell silent.');
    }
    text += value;
  }
  await events.cancel();
  const page = await read(await fetch(location.pathname));
  const hadFocus = order.contains(document.activeElement);
  take(page, 'order');
  take(page, 'basket');
  document.title = page.title;
  document.querySelector('[data-heard]').textContent = page.querySelector('main h1').textContent;
  if (hadFocus) {
    document.getElementById('order').focus();
  }
};

const watch = async () => {
  for (;;) {
    try {
      await follow();
    } catch {
      await new Promise((later) => setTimeout(later, 2000));
    }
    if (!document.getElementById('order')?.dataset.live) {
      return;
    }
  }
};
watch();
