// The gap ledger: what is missing, as a fact with its reason, and what came after all; never a silent hole.
// @ts-check
import { ago, amount, busy, has, html, locale, moment, nothing, repeat, span, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';

const MOST = 1000;
/** @type {Record<string, [string, string]>} how a reason looks, and its shape */
const LOOK = { ON_ITS_WAY: ['warn', '…'], EVICTED: ['warn', '▽'], UNREADABLE: ['warn', '▽'] };

class Gaps extends Page {
  static properties = { gaps: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.gaps = [];
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
  }

  connectedCallback() {
    super.connectedCallback();
    // what changed may have come to this list or left it: only reading says which
    this.hear('gaps', () => this.read());
    this.every(20000, () => this.requestUpdate());
  }

  get state() {
    return this.filter.state === 'ENDED' ? 'ENDED' : 'OPEN';
  }

  async load() {
    this.gaps = (await api.get(`/gaps${query({ ...this.filter, state: this.state })}`)).items;
  }

  render() {
    const file = (/** @type {string} */ format) => `/api/v1/gaps/export${query({ ...this.filter, format, lang: locale() })}`;
    return html`${this.head('nav.gaps', html`<div class="row"><a class="button" href=${file('csv')} download="gaps.csv">${t('gaps.csv')}</a><a class="button" href=${file('ndjson')} download="gaps.ndjson">${t('gaps.ndjson')}</a></div>`)}
      <p class="quiet">${t('gaps.what')}</p>
      <div class="row" role="group" aria-label=${t('gaps.show')}>${this.choice('OPEN', 'gaps.open')}${this.choice('ENDED', 'gaps.ended')}${this.only()}</div>
      ${this.loading ? busy() : this.gaps.length ? this.list() : this.nothing()}`;
  }

  /** @param {string} state @param {string} key */
  choice(state, key) {
    return html`<button aria-pressed=${this.state === state ? 'true' : 'false'} @click=${() => this.show({ ...this.filter, state })}>${t(key)}</button>`;
  }

  /** What the address narrows the list to, and the way out. */
  only() {
    const { site, gateway, device } = this.filter;
    const what = [site, gateway, device].filter(Boolean).join(' · ');
    return what ? html`<span class="chip">${t('gaps.only', { what })}</span><button @click=${() => this.show({ state: this.state })}>${t('gaps.everything')}</button>` : nothing;
  }

  /** @param {Record<string, string>} filter */
  show(filter) {
    this.filter = filter;
    history.replaceState(null, '', `/gaps${query(filter)}`);
    this.loading = true;
    this.read();
  }

  nothing() {
    return this.state === 'OPEN'
      ? html`<p class="notice good"><span aria-hidden="true">✓ </span>${t('gaps.none')} <a href="/backlog">${t('gaps.backlog')}</a></p>`
      : html`<p class="notice">${t('gaps.noneEnded')}</p>`;
  }

  list() {
    return html`<ul class="gaps">${repeat(this.gaps, (gap) => [gap.source, gap.gateway, gap.log, gap.device, gap.bootId, gap.from, gap.reason].join('/'), (gap) => this.row(gap))}</ul>
      ${this.gaps.length >= MOST ? html`<p class="quiet small">${t('gaps.most')}</p>` : nothing}`;
  }

  /** @param {any} gap */
  row(gap) {
    const zone = zoneOf(gap.site);
    const device = gap.source === 'DEVICE';
    return html`<li class="card gap">
      <div class="who"><strong>${device ? gap.deviceName ? html`<a href="/devices/${gap.site}/${gap.device}">${gap.deviceName}</a>` : gap.device : html`<a href="/gateways">${gap.gatewayName ?? gap.gateway}</a>`}</strong>
        <span class="quiet small">${device ? [t('gapSource.DEVICE'), gap.site, t('gaps.boot', { boot: gap.bootId })].join(' · ') : [t('gapSource.LOG'), gap.site, gap.lane ? t(`lane.${gap.lane}`) : ''].filter(Boolean).join(' · ')}</span></div>
      <div class="who"><strong>${t('gaps.records', { count: gap.count })}</strong>
        <span class="quiet small">${gap.from === gap.to ? t('gaps.number', { from: amount(gap.from) }) : t('gaps.numbers', { from: amount(gap.from), to: amount(gap.to) })}</span></div>
      <div>${this.reason(gap)}<p class="quiet small">${has(`gapWhy.${gap.reason}`) ? t(`gapWhy.${gap.reason}`) : ''}</p></div>
      <div class="small"><time datetime=${gap.since} title=${moment(gap.since, zone)}>${t('gaps.noticed', { ago: ago(gap.since) })}</time>${gap.endedAt ? html`<br><span class="quiet">${t('gaps.lasted', { time: span((Date.parse(gap.endedAt) - Date.parse(gap.since)) / 1000) })}</span>` : nothing}</div></li>`;
  }

  /** @param {any} gap */
  reason(gap) {
    if (gap.state === 'ENDED') {
      const by = gap.supersededBy;
      const words = has(`gapSuperseded.${by}`) ? t(`gapSuperseded.${by}`) : reasonWord(by ?? '');
      return html`<span class="chip">${reasonWord(gap.reason)}</span> <span aria-hidden="true">→</span> <span class="chip good"><span aria-hidden="true">✓</span>${words}</span>`;
    }
    const [look, shape] = LOOK[gap.reason] ?? ['bad', '✕'];
    return html`<span class="chip ${look}"><span aria-hidden="true">${shape}</span>${reasonWord(gap.reason)}</span>`;
  }
}

/** A reason that this version has no word for stands for itself. @param {string} reason */
function reasonWord(reason) {
  return has(`gapReason.${reason}`) ? t(`gapReason.${reason}`) : reason;
}

customElements.define('gh-gaps', Gaps);
