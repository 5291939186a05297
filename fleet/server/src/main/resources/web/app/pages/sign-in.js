// Signing in, and the change of a one-time password that has to follow.
// @ts-check
import { GhElement, html, locale, nothing, setLocale, t } from '/kit/kit.js';
import { api, session, signIn } from '../lib/api.js';

class SignIn extends GhElement {
  static properties = { who: { attribute: false }, problem: { state: true }, working: { state: true } };

  constructor() {
    super();
    this.who = null;
    this.problem = null;
    this.working = false;
    this.lastPassword = '';
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
          <button type="button" @click=${() => setLocale(locale() === 'en' ? 'zh-CN' : 'en')} lang=${locale() === 'en' ? 'zh-CN' : 'en'}>${locale() === 'en' ? '中文' : 'English'}</button>
          <a class="small" href="/trust">${t('trust.title')}</a>
        </form>
      </main>`;
  }

  signIn() {
    return html`
      <label class="field">${t('session.user')}<input name="username" autocomplete="username" required value="admin"></label>
      <label class="field">${t('session.password')}<input name="password" type="password" autocomplete="current-password" required></label>`;
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
        who = await signIn(String(data.get('username')), this.lastPassword);
        form.reset();
      }
      this.problem = null;
      this.dispatchEvent(new CustomEvent('welcome', { detail: who }));
    } catch (refused) {
      this.problem = refused;
    } finally {
      this.working = false;
    }
  }
}

customElements.define('gh-sign-in', SignIn);
