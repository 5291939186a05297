// One's own account: tokens for programs, how the console looks, signing out.
// @ts-check
import { LOCALES, busy, html, locale, moment, nothing, setLocale, setTheme, t, theme } from '/kit/kit.js';
import { api, may } from '../lib/api.js';
import { Page } from '../lib/page.js';
import '../parts/passkeys.js';
import { qr } from '../parts/qr.js';

/** Which roles' tokens somebody with a role may make. @type {Record<string, string[]>} */
const COVERS = {
  admin: ['viewer', 'operator', 'admin', 'auditor', 'technician', 'gate-post', 'guard'],
  operator: ['viewer', 'operator', 'technician', 'gate-post', 'guard'],
  auditor: ['auditor', 'viewer'],
};

class Account extends Page {
  static properties = { who: { attribute: false }, tokens: { state: true }, made: { state: true }, changed: { state: true }, sites: { state: true }, factor: { state: true }, begun: { state: true }, codes: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.tokens = [];
    /** @type {any} */
    this.made = null;
    this.changed = false;
    /** @type {any[]} */
    this.sites = [];
    /** @type {any} */
    this.factor = { active: false, codesLeft: 0 };
    /** @type {any} */
    this.begun = null;
    /** @type {string[]} */
    this.codes = [];
  }

  async load() {
    this.tokens = (await api.get('/tokens')).items;
    this.factor = await api.get('/session/second-factor');
    this.sites = (await api.get('/sites').catch(() => ({ items: [] }))).items;
  }

  /** @param {Event} submit */
  async make(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const data = new FormData(form);
    await this.attempt(async () => {
      this.made = await api.post('/tokens', {
        name: data.get('name'), role: data.get('role'),
        ...(data.get('site') ? { sites: [data.get('site')] } : {}),
        ...(data.get('until') ? { expiresAt: new Date(String(data.get('until'))).toISOString() } : {}),
      });
      form.reset();
      await this.load();
    });
  }

  /** @param {any} token */
  async removeToken(token) {
    await this.attempt(async () => {
      await api.remove(`/tokens/${token.id}`);
      this.made = null;
      await this.load();
    });
  }

  /** @param {Event} submit */
  async change(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const data = new FormData(form);
    this.changed = await this.attempt(() => api.post('/session/password', { old: data.get('old'), new: data.get('new') }));
    if (this.changed) {
      form.reset();
    }
  }

  async everywhere() {
    await this.attempt(async () => {
      await api.remove('/sessions');
      window.dispatchEvent(new Event('gh-signed-out'));
    });
  }

  async begin() {
    await this.attempt(async () => { this.begun = await api.post('/session/second-factor'); });
  }

  /** @param {Event} submit */
  async confirm(submit) {
    submit.preventDefault();
    const code = new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('code');
    await this.attempt(async () => {
      this.codes = (await api.post('/session/second-factor/confirmation', { code })).recoveryCodes;
      this.begun = null;
      await this.load();
    });
  }

  /** @param {Event} submit */
  async removeFactor(submit) {
    submit.preventDefault();
    const password = new FormData(/** @type {HTMLFormElement} */ (submit.target)).get('password');
    await this.attempt(async () => {
      await api.remove('/session/second-factor', { password });
      this.codes = [];
      await this.load();
    });
  }

  /** What an admin without a second factor is asked for, where the fleet demands one. */
  factorFirst() {
    return may(this.who, ['admin']) && !this.loading && !this.factor.active ? html`<p class="notice">${t('factor.advice')}</p>` : nothing;
  }

  secondFactor() {
    return html`<section class="card stack" aria-labelledby="factor"><h2 id="factor">${t('factor.title')}</h2>
      ${this.codes.length ? html`<div class="notice good" role="status"><p>${t('factor.codes')}</p><pre class="mono" tabindex="0">${this.codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`).join('\n')}</pre></div>` : nothing}
      ${this.factor.active ? html`<p>${t('factor.isOn')} <span class="quiet small">${t('factor.left', { count: this.factor.codesLeft })}</span></p>
        <form class="filters" @submit=${(/** @type {Event} */ e) => this.removeFactor(e)}><label class="field">${t('session.password')}<input name="password" type="password" autocomplete="current-password" required></label><button class="danger">${t('factor.remove')}</button></form>` : this.begun ? this.first() : html`<p class="quiet">${t('factor.what')}</p><div><button @click=${() => this.begin()}>${t('factor.begin')}</button></div>`}</section>`;
  }

  first() {
    return html`<p>${t('factor.take')}</p><div class="factor">${qr(this.begun.qr, t('factor.picture'))}</div><pre class="mono wrap" tabindex="0">${this.begun.secret.match(/.{1,4}/g).join(' ')}</pre>
      <p><a href=${this.begun.link}>${t('factor.open')}</a></p>
      <form class="filters" @submit=${(/** @type {Event} */ e) => this.confirm(e)}><label class="field">${t('factor.code')}<input name="code" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9]{6}" maxlength="6" required></label><button class="primary">${t('factor.confirm')}</button></form>`;
  }

  render() {
    const own = [...new Set(this.who.roles.flatMap((/** @type {any} */ one) => COVERS[one.role] ?? [one.role]))];
    return html`
      ${this.head('nav.account', html`<div class="row"><span class="quiet">${this.who.user} · ${t(`role.${this.who.role}`)}</span><button @click=${() => this.dispatchEvent(new CustomEvent('sign-out'))}>${t('session.signOut')}</button><button @click=${() => this.everywhere()}>${t('session.signOutEverywhere')}</button></div>`)}
      ${this.factorFirst()}
      <div class="columns">
        <section class="card stack" aria-labelledby="tokens"><h2 id="tokens">${t('tokens.title')}</h2>
          <p class="quiet">${t('tokens.what')}</p>
          ${this.made ? html`<div class="notice good" role="status"><p>${t('tokens.once')}</p><pre class="mono" tabindex="0">${this.made.token}</pre></div>` : nothing}
          ${this.loading ? busy() : this.list()}
          <form class="filters" @submit=${(/** @type {Event} */ e) => this.make(e)}>
            <label class="field">${t('tokens.name')}<input name="name" required maxlength="100"></label>
            <label class="field">${t('tokens.role')}<select name="role">${own.map((one) => html`<option value=${one}>${t(`role.${one}`)}</option>`)}</select></label>
            <label class="field">${t('accounts.site')}<select name="site"><option value="">${t('tokens.allSites')}</option>${this.sites.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>
            <label class="field">${t('tokens.until')}<input name="until" type="datetime-local"></label>
            <button class="primary">${t('tokens.make')}</button>
          </form></section>
        ${this.secondFactor()}
        <gh-passkeys></gh-passkeys>
        <section class="card stack" aria-labelledby="password"><h2 id="password">${t('session.change')}</h2>
          ${this.changed ? html`<p class="notice good" role="status">${t('session.changed')}</p>` : nothing}
          <form class="stack" @submit=${(/** @type {Event} */ e) => this.change(e)}>
            <label class="field">${t('session.old')}<input name="old" type="password" autocomplete="current-password" required></label>
            <label class="field">${t('session.new')}<input name="new" type="password" autocomplete="new-password" minlength="12" required></label>
            <p class="quiet small">${t('session.long')}</p><button>${t('session.change')}</button>
          </form></section>
        <section class="card stack" aria-labelledby="looks"><h2 id="looks">${t('looks.title')}</h2>
          <label class="field">${t('looks.language')}<select @change=${(/** @type {any} */ e) => setLocale(e.target.value)}>${LOCALES.map((one) => html`<option value=${one} ?selected=${locale() === one} lang=${one}>${one === 'en' ? 'English' : '简体中文'}</option>`)}</select></label>
          <label class="field">${t('looks.theme')}<select @change=${(/** @type {any} */ e) => setTheme(e.target.value)}>${['system', 'light', 'dark'].map((one) => html`<option value=${one} ?selected=${theme() === one}>${t(`theme.${one}`)}</option>`)}</select></label>
          <label class="field">${t('looks.keys')}<select @change=${(/** @type {any} */ e) => localStorage.setItem('gatehouse.keys', e.target.value)}>${['on', 'off'].map((one) => html`<option value=${one} ?selected=${(localStorage.getItem('gatehouse.keys') ?? 'on') === one}>${t(`looks.${one}`)}</option>`)}</select></label>
        </section>
      </div>`;
  }

  list() {
    return html`<ul class="commands">${this.tokens.map((token) => html`<li class="spread">
      <span><strong>${token.name}</strong> <span class="chip">${t(`role.${token.role}`)}</span><br>
      <span class="quiet small">${token.sites ? t('tokens.sites', { sites: token.sites.join(', ') }) : t('tokens.allSites')} · ${token.expiresAt ? t('tokens.ends', { at: moment(token.expiresAt) }) : t('tokens.endless')}</span><br><span class="quiet small">${token.lastUsedAt ? t('tokens.used', { at: moment(token.lastUsedAt) }) : t('tokens.unused')}</span></span>
      <button class="danger" aria-label=${t('tokens.removeNamed', { name: token.name })} @click=${() => this.removeToken(token)}>${t('tokens.remove')}</button></li>`)}</ul>`;
  }
}

customElements.define('gh-account', Account);
