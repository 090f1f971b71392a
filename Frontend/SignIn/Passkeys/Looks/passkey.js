// What this adds is passkeys: without it, people sign in as they do without one.
const { PublicKeyCredential: passkeys } = window;
const ConditionalMillisecondsMax = 4 * 60 * 1000;
// Browsers keep passkeys for names, not for numbers.
const isNamed = !/^[\d.]+$|:/.test(location.hostname);
const canAsk = isNamed && Boolean(passkeys?.parseRequestOptionsFromJSON);

const refusals = {
  InvalidStateError: 'This device has a passkey for your account already.',
  NotAllowedError: 'No passkey was given. Please try again, or go on without one.',
};

const failure = 'That did not work. Please try again.';

const begin = async (form, signal) => {
  const answer = await fetch(`${form.action}/begin`, { method: 'POST', signal });
  return answer.ok ? answer.json() : null;
};

const ask = (kind, options, more) =>
  kind === 'create'
    ? navigator.credentials.create({
        publicKey: passkeys.parseCreationOptionsFromJSON(options),
        ...more,
      })
    : navigator.credentials.get({
        publicKey: passkeys.parseRequestOptionsFromJSON(options),
        ...more,
      });

const send = (form, credential) => {
  form.elements.namedItem('credential').value = JSON.stringify(credential);
  form.submit();
};

// One request of a page is open at a time: a button ends what the fields offer.
let offered = null;

const take = async (form) => {
  const told = form.querySelector('[data-told]');
  told.textContent = '';
  offered?.abort();
  try {
    const options = await begin(form);
    if (options) {
      send(form, await ask(form.dataset.passkey, options));
    } else if (form.dataset.passkey === 'create') {
      // They have been signed in for too long, or not at all: the page says so.
      location.reload();
    } else {
      told.textContent = failure;
    }
  } catch (error) {
    told.textContent = refusals[error.name] ?? failure;
  }
};

// Where the browser can, it offers passkeys with what it fills into the e-mail field.
const offer = async (form) => {
  if (!(await passkeys.isConditionalMediationAvailable?.())) {
    return;
  }
  offered = new AbortController();
  const { signal } = offered;
  const renewal = setTimeout(() => {
    offered.abort();
    offer(form);
  }, ConditionalMillisecondsMax);
  signal.addEventListener('abort', () => clearTimeout(renewal));
  try {
    const options = await begin(form, signal);
    if (options && !signal.aborted) {
      send(form, await ask('get', options, { mediation: 'conditional', signal }));
    }
  } catch {
    // Nobody took it, or they pressed the button instead.
  }
};

for (const form of canAsk ? document.querySelectorAll('form[data-passkey]') : []) {
  form.hidden = false;
  form.addEventListener('submit', (submitted) => {
    submitted.preventDefault();
    take(form);
  });
  if (form.dataset.passkey === 'get') {
    offer(form);
  }
}
for (const lacking of canAsk ? document.querySelectorAll('[data-no-passkeys]') : []) {
  lacking.hidden = true;
}
