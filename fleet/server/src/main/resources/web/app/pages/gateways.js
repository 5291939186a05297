// The gateways: whether they are there, what they decide with, what they still hold.
// @ts-check
import { ago, busy, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import { presenceChip, presenceReason } from '../lib/says.js';

class Gateways extends Page {
  static properties = { gateways: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.gateways = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(5000, () => this.read());
  }

  async load() {
    this.gateways = (await api.get('/gateways')).items;
  }

  render() {
    return html`${this.head('nav.gateways')}
      ${this.loading ? busy() : this.gateways.length ? html`<div class="columns">${this.gateways.map((one) => this.card(one))}</div>` : html`<p class="notice">${t('gateways.none')}</p>`}`;
  }

  /** @param {any} one */
  card(one) {
    const behind = one.siteBookWanted && one.siteBookVersion !== one.siteBookWanted;
    const backlog = Object.entries(one.backlog ?? {}).map(([lane, count]) => `${t(`lane.${lane}`)} ${count}`).join(' · ');
    /** @type {Array<[string, any]>} */
    const facts = [
      ['device.why', presenceReason(one)],
      ['device.lastHeard', one.lastHeard ? html`<time datetime=${one.lastHeard} title=${moment(one.lastHeard, zoneOf(one.site))}>${ago(one.lastHeard)}</time>` : ''],
      ['gateways.book', html`${one.siteBookVersion ?? '–'} ${behind ? html`<span class="chip warn">${t('gateways.behind', { wanted: one.siteBookWanted })}</span>` : nothing}`],
      ['gateways.backlog', backlog],
      ['gateways.journal', one.journalBytes ? `${(one.journalBytes / 1048576).toFixed(1)} MiB` : ''],
      ['gateways.clock', one.clock ? t(`quality.${one.clock}`) : ''],
      ['gateways.software', one.software],
      ['gateways.addresses', Object.entries(one.addresses ?? {}).map(([name, url]) => html`<div class="mono">${name} ${name === 'web' ? html`<a href=${url} rel="noreferrer">${url}</a>` : url}</div>`)],
    ];
    return html`<section class="card stack" aria-labelledby="gw-${one.id}">
      <div class="spread"><div><h2 id="gw-${one.id}">${one.name}</h2><p class="quiet small">${one.site} · ${one.id}</p></div>${presenceChip(one)}</div>
      <dl class="facts">${facts.filter(([, value]) => value && (!Array.isArray(value) || value.length)).map(([key, value]) => html`<dt>${t(key)}</dt><dd>${value}</dd>`)}</dl></section>`;
  }
}

customElements.define('gh-gateways', Gateways);
