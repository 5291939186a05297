// Devices that appeared at a gateway unannounced: let in, with a token to prove themselves, or kept out.
// @ts-check
import { ago, busy, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';

const KINDS = ['TURNSTILE', 'READER', 'DOOR_SENSOR', 'CHECKPOINT', 'CAMERA'];

class Strangers extends Page {
  static properties = { waiting: { state: true }, made: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.waiting = [];
    /** @type {any} */
    this.made = null;
  }

  async load() {
    const sites = (await api.get('/sites')).items;
    const lists = await Promise.all(sites.map((/** @type {any} */ site) => api.get(`/sites/${site.id}/quarantine`)));
    this.waiting = lists.flatMap((list, at) => list.items.map((/** @type {any} */ one) => ({ ...one, site: sites[at].id, siteName: sites[at].name })));
  }

  /** @param {Event} submit @param {any} one */
  async approve(submit, one) {
    submit.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    this.made = null;
    const letIn = await this.attempt(async () => {
      const token = await api.post(`/sites/${one.site}/quarantine/${one.device}/approval`, { kind: data.get('kind'), name: data.get('name') });
      this.made = { ...token, device: one.device };
      await this.load();
    });
    if (!letIn) {
      // why it stays where it is stands on its card now
      await this.load().catch(() => {});
    }
  }

  /** @param {any} one */
  async refuse(one) {
    await this.attempt(async () => {
      await api.post(`/sites/${one.site}/quarantine/${one.device}/refusal`, undefined);
      await this.load();
    });
  }

  render() {
    return html`${this.head('strangers.title')}
      <p class="quiet">${t('strangers.what')}</p>
      ${this.made ? html`<div class="notice good" role="status"><p>${t('strangers.let', { device: this.made.device, until: moment(this.made.expires) })}</p><pre class="mono token" tabindex="0">${this.made.token}</pre></div>` : nothing}
      ${this.loading ? busy() : this.list()}
      <p><a href="/c">${t('nav.claim')}</a></p>`;
  }

  list() {
    return this.waiting.length
      ? html`<ul class="commands">${this.waiting.map((one) => html`<li class="card stack">
          <p><strong class="mono">${one.device}</strong> <span class="chip ${one.state === 'WAITING' ? 'warn' : ''}">${t(`strangers.${one.state}`)}</span><br>
            <span class="quiet small">${t('strangers.where', { site: one.siteName, gateway: one.gateway, times: one.times })} · <time datetime=${one.lastSeen} title=${moment(one.lastSeen)}>${ago(one.lastSeen)}</time></span></p>
          ${one.veto ? html`<p class="notice warn">${t(`strangers.veto.${one.veto}`, { reason: one.vetoReason })} <time class="small" datetime=${one.vetoAt} title=${moment(one.vetoAt)}>${ago(one.vetoAt)}</time></p>` : nothing}
          <form class="filters" @submit=${(/** @type {Event} */ e) => this.approve(e, one)}>
            <label class="field">${t('strangers.kind')}<select name="kind">${KINDS.map((kind) => html`<option value=${kind}>${t(`kind.${kind}`)}</option>`)}</select></label>
            <label class="field">${t('claim.name')}<input name="name" required maxlength="200" value=${one.device}></label>
            <button class="primary">${t('strangers.approve')}</button>
            ${one.state === 'WAITING' ? html`<button type="button" class="danger" @click=${() => this.refuse(one)}>${t('strangers.refuse')}</button>` : nothing}
          </form></li>`)}</ul>`
      : html`<p class="card">${t('strangers.none')}</p>`;
  }
}

customElements.define('gh-strangers', Strangers);
