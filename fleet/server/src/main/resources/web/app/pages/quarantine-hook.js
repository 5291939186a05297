// Who is asked before a device that appeared unannounced is let in: a webhook of one's own, which may object.
// @ts-check
import { ago, busy, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { fields } from '../lib/access.js';
import { Page } from '../lib/page.js';

const PATIENCE = 5000;

class QuarantineHook extends Page {
  static properties = { hook: { state: true }, tested: { state: true }, working: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.hook = null;
    /** @type {any} */
    this.tested = null;
    this.working = false;
  }

  async load() {
    const hook = await api.get('/approval-hook');
    this.hook = hook.address ? hook : null;
  }

  /** @param {Event} submit */
  async keep(submit) {
    submit.preventDefault();
    const said = fields(submit);
    this.tested = null;
    await this.attempt(async () => {
      this.hook = await api.put('/approval-hook', {
        address: said.address,
        ...(said.secret ? { secret: said.secret } : {}),
        patienceMillis: Math.round(Number(said.seconds) * 1000),
        enabled: 'enabled' in said,
      });
      /** @type {HTMLInputElement} */ (this.querySelector('input[name=secret]')).value = '';
    });
  }

  async ask() {
    this.working = true;
    this.tested = null;
    await this.attempt(async () => { this.tested = await api.post('/approval-hook/test', undefined); });
    this.working = false;
  }

  async forget() {
    this.tested = null;
    await this.attempt(async () => {
      await api.remove('/approval-hook');
      this.hook = null;
    });
  }

  render() {
    return html`${this.head('hook.title', html`<a href="/strangers">${t('strangers.title')}</a>`)}
      <p class="quiet">${t('hook.what')}</p>
      ${this.loading ? busy() : this.form()}
      <section class="card stack" aria-labelledby="contract"><h2 id="contract">${t('hook.contract')}</h2><p>${t('hook.asked')}</p><p>${t('hook.yes')}</p><p>${t('hook.no')}</p><p>${t('hook.silence')}</p></section>`;
  }

  form() {
    const hook = this.hook;
    return html`<form class="card stack" @submit=${(/** @type {Event} */ e) => this.keep(e)}>
      ${hook ? html`<p class="quiet small">${t('hook.changed', { who: hook.changedBy })} <time datetime=${hook.changed} title=${moment(hook.changed)}>${ago(hook.changed)}</time></p>` : html`<p class="notice">${t('hook.none')}</p>`}
      <label class="field">${t('hook.address')}<input name="address" type="url" class="mono" required maxlength="2000" autocomplete="off" spellcheck="false" .value=${hook?.address ?? ''}></label>
      <label class="field">${t(hook?.signs ? 'hook.secretKept' : 'hook.secret')}<input name="secret" type="password" maxlength="500" autocomplete="off"></label>
      <label class="field">${t('hook.seconds')}<input name="seconds" type="number" min="0.1" max="30" step="0.1" required .value=${String((hook?.patienceMillis ?? PATIENCE) / 1000)}></label>
      <label class="check"><input type="checkbox" name="enabled" .checked=${hook?.enabled ?? true}> ${t('hook.enabled')}</label>
      <div class="row"><button class="primary">${t('hook.keep')}</button>
        ${hook ? html`<button type="button" ?disabled=${this.working} @click=${() => this.ask()}>${t('hook.test')}</button><button type="button" class="danger" @click=${() => this.forget()}>${t('hook.forget')}</button>` : nothing}</div>
      ${this.tested ? this.outcome(this.tested) : nothing}</form>`;
  }

  /** @param {any} tested */
  outcome(tested) {
    return tested.allowed
      ? html`<p class="notice good" role="status">${t('hook.allowed')}</p>`
      : html`<p class="notice warn" role="status">${t(`strangers.veto.${tested.veto}`, { reason: tested.reason })}</p>`;
  }
}

customElements.define('gh-quarantine-hook', QuarantineHook);
