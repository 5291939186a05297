// The telemetry store: whether it answers, what waits for it, what it refused, how long it keeps what.
// @ts-check
import { GhElement, ago, amount, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { metricName } from '../lib/measures.js';

class TelemetryStore extends GhElement {
  static properties = { store: { state: true }, parked: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.store = null;
    /** @type {any[]} */
    this.parked = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.read(), 15000);
    this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  /** Somebody who may see some sites only is not told: the store is of all. */
  async read() {
    this.store = await api.get('/telemetry').catch(() => null);
    this.parked = this.store?.parked ? (await api.get('/telemetry/parked?limit=20').catch(() => ({ items: [] }))).items : [];
  }

  render() {
    const { store } = this;
    if (!store) {
      return nothing;
    }
    /** @type {Array<[string, any]>} */
    const facts = [
      ['telemetry.engine', store.engine],
      ['telemetry.waiting', amount(store.waiting)],
      ['telemetry.parked', store.parked ? html`<span class="chip warn">${amount(store.parked)}</span>` : '0'],
      ...store.levels.map((/** @type {any} */ one) => /** @type {[string, any]} */ ([`telemetryLevel.${one.level}`, t('telemetry.kept', { count: one.keptDays })])),
    ];
    return html`<section class="card stack" aria-labelledby="telemetry">
      <div class="spread"><h2 id="telemetry">${t('telemetry.title')}</h2><span class="chip dot ${store.answers ? 'good' : 'bad'}">${t(store.answers ? 'telemetry.answers' : 'telemetry.away')}</span></div>
      ${store.answers ? nothing : html`<p class="notice">${t('telemetry.awayText')} <time datetime=${store.awaySince} title=${moment(store.awaySince)}>${ago(store.awaySince)}</time> <span class="small">${store.reason}</span></p>`}
      <dl class="facts">${facts.map(([key, value]) => html`<dt>${t(key)}</dt><dd>${value}</dd>`)}</dl>
      ${this.parked.length ? html`<details><summary>${t('telemetry.refused')}</summary><ul class="facts-list">${this.parked.map((one) => html`<li>${one.site} · ${one.device} · ${metricName(one.metric)} <span class="small quiet">${one.reason}</span></li>`)}</ul></details>` : nothing}</section>`;
  }
}

customElements.define('gh-telemetry-store', TelemetryStore);
