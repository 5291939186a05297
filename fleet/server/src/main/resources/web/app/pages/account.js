// One's own account: tokens for programs, how the console looks, signing out.
// @ts-check
import { LOCALES, busy, html, locale, moment, nothing, setLocale, setTheme, t, theme } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';

const ROLES = ['viewer', 'operator', 'admin'];

class Account extends Page {
  static properties = { who: { attribute: false }, tokens: { state: true }, made: { state: true }, changed: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.tokens = [];
    /** @type {any} */
    this.made = null;
    this.changed = false;
  }

  async load() {
    this.tokens = (await api.get('/tokens')).items;
  }

  /** @param {Event} submit */
  async make(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const data = new FormData(form);
    await this.attempt(async () => {
      this.made = await api.post('/tokens', { name: data.get('name'), role: data.get('role') });
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

  render() {
    const own = ROLES.slice(0, ROLES.indexOf(this.who.role) + 1);
    return html`
      ${this.head('nav.account', html`<div class="row"><span class="quiet">${this.who.user} · ${t(`role.${this.who.role}`)}</span><button @click=${() => this.dispatchEvent(new CustomEvent('sign-out'))}>${t('session.signOut')}</button></div>`)}
      <div class="columns">
        <section class="card stack" aria-labelledby="tokens"><h2 id="tokens">${t('tokens.title')}</h2>
          <p class="quiet">${t('tokens.what')}</p>
          ${this.made ? html`<div class="notice good" role="status"><p>${t('tokens.once')}</p><pre class="mono" tabindex="0">${this.made.token}</pre></div>` : nothing}
          ${this.loading ? busy() : this.list()}
          <form class="filters" @submit=${(/** @type {Event} */ e) => this.make(e)}>
            <label class="field">${t('tokens.name')}<input name="name" required maxlength="100"></label>
            <label class="field">${t('tokens.role')}<select name="role">${own.map((one) => html`<option value=${one}>${t(`role.${one}`)}</option>`)}</select></label>
            <button class="primary">${t('tokens.make')}</button>
          </form></section>
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
      <span><strong>${token.name}</strong> <span class="chip">${t(`role.${token.role}`)}</span><br><span class="quiet small">${token.lastUsedAt ? t('tokens.used', { at: moment(token.lastUsedAt) }) : t('tokens.unused')}</span></span>
      <button class="danger" aria-label=${t('tokens.removeNamed', { name: token.name })} @click=${() => this.removeToken(token)}>${t('tokens.remove')}</button></li>`)}</ul>`;
  }
}

customElements.define('gh-account', Account);
