// What is missing, as a fact with its reason; never a silent hole.
// @ts-check
import { ago, busy, html, moment, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';

class Gaps extends Page {
  static properties = { gaps: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.gaps = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(10000, () => this.read());
  }

  async load() {
    this.gaps = (await api.get('/gaps')).items;
  }

  render() {
    return html`${this.head('nav.gaps')}<p class="quiet">${t('gaps.what')}</p>
      ${this.loading ? busy() : this.gaps.length ? this.list() : html`<p class="notice good">${t('gaps.none')}</p>`}`;
  }

  list() {
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('nav.gaps')}><table>
      <thead><tr>${['gateway', 'lane', 'count', 'numbers', 'reason', 'since'].map((one) => html`<th scope="col">${t(`gaps.${one}`)}</th>`)}</tr></thead>
      <tbody>${this.gaps.map((gap) => html`<tr>
        <td>${gap.site} · ${gap.gateway}</td><td>${t(`lane.${gap.lane}`)}</td><td>${gap.to - gap.from + 1}</td>
        <td class="mono">${gap.from}–${gap.to}</td>
        <td><span class="chip ${gap.reason === 'ON_ITS_WAY' ? 'warn' : 'bad'}">${t(`gapReason.${gap.reason}`)}</span></td>
        <td><time datetime=${gap.since} title=${moment(gap.since, zoneOf(gap.site))}>${ago(gap.since)}</time></td></tr>`)}</tbody></table></div>`;
  }
}

customElements.define('gh-gaps', Gaps);
