// A device's settings: what it should run with and what it says it runs with, side by side, and a change upon the version that was seen.
// @ts-check
import { GhElement, ago, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { zoneOf } from '../lib/zones.js';
import { commandChip } from '../lib/says.js';

class Twin extends GhElement {
  static properties = { site: { attribute: false }, device: { attribute: false }, it: { state: true }, layer: { state: true }, steps: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.device = '';
    this.it = null;
    /** What is set for this device alone. @type {any} */
    this.layer = null;
    /** @type {any[]} */
    this.steps = [];
    /** @type {any} */
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.read();
    this.timer = setInterval(() => this.read(), 5000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  path() {
    return `/sites/${this.site}/devices/${this.device}`;
  }

  async read() {
    try {
      const [it, layer, steps] = await Promise.all([api.get(`${this.path()}/twin`), api.get(`${this.path()}/settings`), api.get(`${this.path()}/rollouts`)]);
      this.it = it;
      this.layer = layer;
      this.steps = steps.items;
    } catch (refused) {
      this.problem = refused;
    }
  }

  /** @param {Event} submit */
  async set(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const data = new FormData(form);
    const value = String(data.get('value'));
    try {
      const layer = await api.get(`${this.path()}/settings`);
      const next = { ...layer.settings, [String(data.get('name'))]: read(value) };
      await api.put(`${this.path()}/settings`, { settings: next, version: layer.version });
      this.problem = null;
      form.reset();
    } catch (refused) {
      this.problem = refused;
    }
    await this.read();
  }

  /** Back to what was set for it before; to undo that brings this one again. */
  async undo() {
    try {
      await api.put(`${this.path()}/settings`, { settings: this.layer.before.settings, version: this.layer.version });
      this.problem = null;
    } catch (refused) {
      this.problem = refused;
    }
    await this.read();
  }

  render() {
    const { it } = this;
    if (!it) {
      return this.problem ? html`<p class="notice bad" role="alert">${this.problem.message}</p>` : nothing;
    }
    return html`<div class="spread"><h2 id="twin">${t('twin.title')}</h2>${it.drifts ? html`<span class="chip warn"><span aria-hidden="true">≠</span>${t('twin.drifts')}</span>` : html`<span class="chip good"><span aria-hidden="true">✓</span>${t('twin.same')}</span>`}</div>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint ?? ''}</p>` : nothing}
      ${it.fields.length ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t('twin.title')}><table><thead><tr><th scope="col">${t('twin.setting')}</th><th scope="col">${t('twin.desired')}</th><th scope="col">${t('twin.from')}</th><th scope="col">${t('twin.reported')}</th></tr></thead>
        <tbody>${it.fields.map((/** @type {any} */ one) => this.row(one))}</tbody></table></div>` : html`<p class="quiet">${t('twin.none')}</p>`}
      ${it.commandState ? html`<p class="row">${commandChip(it.commandState)}<span class="quiet small">${it.message ?? ''}</span></p>` : nothing}
      <form class="filters" @submit=${(/** @type {Event} */ e) => this.set(e)}><label class="field">${t('twin.setting')}<select name="name" required>${it.fields.map((/** @type {any} */ one) => html`<option>${one.name}</option>`)}</select></label>
        <label class="field">${t('twin.value')}<input name="value" required maxlength="200"></label><button>${t('twin.set')}</button>${this.layer?.before ? html`<button type="button" @click=${() => this.undo()}>${t('twin.undo')}</button>` : nothing}</form>
      ${this.steps.length ? html`<h3>${t('twin.rollouts')}</h3><ul class="commands">${this.steps.slice(0, 10).map((step) => html`<li><a href="/rollouts/${step.rollout}">${step.name}</a> · ${step.target} · ${t(`unit.${step.code}`)} <time class="quiet small" datetime=${step.at} title=${moment(step.at, zoneOf(this.site))}>${ago(step.at)}</time></li>`)}</ul>` : nothing}`;
  }

  /** @param {any} one */
  row(one) {
    const age = (/** @type {string|undefined} */ at) => (at ? html` <time class="quiet small" datetime=${at} title=${moment(at, zoneOf(this.site))}>${ago(at)}</time>` : nothing);
    return html`<tr><th scope="row">${one.name}</th><td>${text(one.desired ?? one.default)}${age(one.desiredSince)}</td><td>${one.from ? t(`twinFrom.${one.from}`) : ''}</td><td>${one.differs ? html`<span class="chip warn"><span aria-hidden="true">≠</span>${text(one.reported)}</span>` : text(one.reported)}${age(one.reportedSince)}</td></tr>`;
  }
}

/** @param {any} value */
function text(value) {
  return value === undefined ? '–' : String(value);
}

/** A number is a number, and yes and no are no texts. @param {string} typed */
function read(typed) {
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed === 'true' ? true : typed === 'false' ? false : typed;
}

customElements.define('gh-twin', Twin);
