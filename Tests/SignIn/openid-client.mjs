// A client by the book, which knows of the store only its address, and of people only what their
// browser would: the page to sign in.
import * as oidc from "openid-client";

const [issuer, email, password] = process.argv.slice(2);
const callback = "http://127.0.0.1:4711/callback";
const insecure = { execute: [oidc.allowInsecureRequests] };
const config = await oidc.discovery(new URL(issuer), "demo", undefined, oidc.None(), insecure);

const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const nonce = oidc.randomNonce();
const asked = {
  redirect_uri: callback,
  scope: "openid email offline_access",
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
};
const checks = {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  idTokenExpected: true,
};
const pushed = await oidc.buildAuthorizationUrlWithPAR(config, asked);
let tokens = await oidc.authorizationCodeGrant(config, await signIn(pushed), checks);
const subject = tokens.claims().sub;
const told = await oidc.fetchUserInfo(config, tokens.access_token, subject);
const first = tokens;
tokens = await oidc.refreshTokenGrant(config, tokens.refresh_token);
const reused = await refused(() => oidc.refreshTokenGrant(config, first.refresh_token));
const ended = await refused(() => oidc.fetchUserInfo(config, tokens.access_token, subject));

tokens = await oidc.authorizationCodeGrant(
  config,
  await signIn(oidc.buildAuthorizationUrl(config, asked)),
  checks,
);
await oidc.tokenRevocation(config, tokens.refresh_token);
const revoked = await refused(() => oidc.refreshTokenGrant(config, tokens.refresh_token));
console.log(JSON.stringify({ subject, email: told.email, reused, ended, revoked }));

/** What a browser does with an address, until it is sent to the client. */
async function signIn(address) {
  const cookies = new Map();
  let answer = await go(address);
  while (!answer.to?.startsWith(callback)) {
    answer = answer.to
      ? await go(new URL(answer.to, issuer))
      : await go(new URL("/account/sign-in", issuer), {
          back: hidden(answer.page, "back"),
          email,
          password,
        });
  }
  return new URL(answer.to);

  async function go(url, form) {
    const response = await fetch(url, {
      redirect: "manual",
      method: form ? "POST" : "GET",
      body: form && new URLSearchParams(form),
      headers: {
        "Sec-Fetch-Site": "same-origin",
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
    });
    for (const each of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(each);
      cookies.set(name, value);
    }
    const page = await response.text();
    if (response.status >= 400) throw new Error(`${url} is ${response.status}: ${page}`);
    return { to: response.headers.get("Location"), page };
  }
}

function hidden(page, name) {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)[1];
  return value.replaceAll("&amp;", "&").replaceAll("&#x2B;", "+");
}

async function refused(act) {
  try {
    await act();
    return "no";
  } catch (e) {
    return e.error ?? e.cause?.[0]?.parameters?.error ?? String(e.code ?? e);
  }
}
