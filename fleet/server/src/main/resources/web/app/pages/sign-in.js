// Signing in, and the change of a one-time password that has to follow.
// @ts-check
import { GhElement, html, locale, nothing, setLocale, t } from '/kit/kit.js';
import { api, session, signIn, signInWithPasskey } from '../lib/api.js';
import { deviceSaid, passkeysHere, show } from '../lib/passkey.js';

class SignIn extends GhElement {
  static properties = { who: { attribute: false }, problem: { state: true }, working: { state: true }, asksCode: { state: true }, elsewhere: { state: true }, passkeys: { state: true } };

  constructor() {
    super();
    this.who = null;
    this.problem = null;
    this.working = false;
    this.lastPassword = '';
    this.asksCode = false;
    this.elsewhere = '';
    this.passkeys = false;
    const why = location.hash.match(/^#oidc-([A-Z_]+)$/)?.[1];
    if (why) {
      this.problem = { code: why, message: t(`oidc.${why}`) };
      history.replaceState(null, '', location.pathname);
    }
  }

  connectedCallback() {
    super.connectedCallback();
    api.get('/session/ways').then((ways) => {
      this.elsewhere = ways.oidc ?? '';
      this.passkeys = passkeysHere(ways.passkeys?.origin);
    }, () => {});
  }

  render() {
    const change = Boolean(this.who?.mustChangePassword);
    return html`
      <main class="sign-in">
        <form class="card stack" @submit=${(/** @type {Event} */ e) => this.send(e, change)}>
          <div class="row"><img src="/app/icon.svg" alt="" width="44" height="44"><h1>${t('brand')}</h1></div>
          <p class="quiet">${t(change ? 'session.changeFirst' : 'session.welcome')}</p>
          ${this.problem ? html`<p class="notice bad" role="alert">${this.said()}</p>` : nothing}
          ${change ? this.change() : this.signIn()}
          <button class="primary" ?disabled=${this.working}>${t(change ? 'session.change' : 'session.signIn')}</button>
          ${this.passkeys && !change ? this.byPasskey() : nothing}
          ${this.elsewhere && !change ? html`<a class="button" href="/api/v1/session/oidc/start">${t('session.elsewhere', { name: this.elsewhere })}</a>` : nothing}
          <button type="button" @click=${() => setLocale(locale() === 'en' ? 'zh-CN' : 'en')} lang=${locale() === 'en' ? 'zh-CN' : 'en'}>${locale() === 'en' ? '中文' : 'English'}</button>
          <a class="small" href="/trust">${t('trust.title')}</a>
        </form>
      </main>`;
  }

  signIn() {
    return html`
      <label class="field">${t('session.user')}<input name="username" autocomplete="username" required value="admin"></label>
      <label class="field">${t('session.password')}<input name="password" type="password" autocomplete="current-password" required></label>
      ${this.asksCode ? html`<label class="field">${t('session.code')}<input name="code" autocomplete="one-time-code" inputmode="numeric" required maxlength="20" aria-describedby="whichCode"></label>
        <p id="whichCode" class="quiet small">${t('session.whichCode')}</p>` : nothing}`;
  }

  byPasskey() {
    return html`<button type="button" ?disabled=${this.working} @click=${() => this.showPasskey('')}>${t('passkeys.signIn')}</button>
      <button type="button" class="small" ?disabled=${this.working} @click=${() => this.showPasskey(this.typed())}>${t('passkeys.signInNamed')}</button>`;
  }

  typed() {
    return /** @type {HTMLInputElement} */ (this.querySelector('input[name="username"]')).value.trim();
  }

  /** @param {string} username nothing when the device shall say who it is */
  async showPasskey(username) {
    this.working = true;
    try {
      const asked = await api.post('/session/passkey/challenge', username ? { username } : {});
      const who = await signInWithPasskey(await show(asked, username));
      this.problem = null;
      this.dispatchEvent(new CustomEvent('welcome', { detail: who }));
    } catch (/** @type {any} */ refused) {
      const key = deviceSaid(refused);
      this.problem = key ? { message: t(key) } : refused.code === 'WRONG_CREDENTIALS' ? { message: t('passkeys.notAccepted') } : refused;
    } finally {
      this.working = false;
    }
  }

  updated() {
    if (this.asksCode) {
      /** @type {HTMLElement|null} */ (this.querySelector('input[name="code"]'))?.focus();
    }
  }

  change() {
    return html`
      ${this.lastPassword ? nothing : html`<label class="field">${t('session.old')}<input name="old" type="password" autocomplete="current-password" required></label>`}
      <label class="field">${t('session.new')}<input name="new" type="password" autocomplete="new-password" required minlength="12" maxlength="200" aria-describedby="long"></label>
      <p id="long" class="quiet small">${t('session.long')}</p>`;
  }

  said() {
    const known = { WRONG_CREDENTIALS: 'session.wrong', TOO_MANY_TRIES: 'session.tooMany' };
    const key = known[/** @type {keyof known} */ (this.problem.code)];
    return key ? t(key, { hint: this.problem.hint }) : `${this.problem.message} ${this.problem.hint ?? ''}`;
  }

  /** @param {Event} submit @param {boolean} change */
  async send(submit, change) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const data = new FormData(form);
    this.working = true;
    try {
      let who;
      if (change) {
        await api.post('/session/password', { old: this.lastPassword || data.get('old'), new: data.get('new') });
        this.lastPassword = '';
        who = await session();
      } else {
        this.lastPassword = String(data.get('password'));
        who = await signIn(String(data.get('username')), this.lastPassword, String(data.get('code') ?? ''));
        this.asksCode = false;
        form.reset();
      }
      this.problem = null;
      this.dispatchEvent(new CustomEvent('welcome', { detail: who }));
    } catch (/** @type {any} */ refused) {
      const first = refused.code === 'SECOND_FACTOR_NEEDED' && !this.asksCode;
      this.asksCode = this.asksCode || first;
      this.problem = first ? null : refused;
    } finally {
      this.working = false;
    }
  }
}

customElements.define('gh-sign-in', SignIn);
