// The devices that do not run with the settings that they should.
// @ts-check
import { ago, busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, may } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/layer-form.js';

const EVERY_MILLIS = 5000;

class Drift extends Page {
  static properties = { who: { attribute: false }, items: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.who = null;
    /** @type {any[]} */
    this.items = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(EVERY_MILLIS, () => this.read());
  }

  async load() {
    this.items = (await api.get('/drift')).items;
  }

  render() {
    return html`${this.head('nav.drift')}<p class="quiet">${t('drift.what')}</p>
      ${may(this.who, ['admin', 'operator']) ? html`<gh-layer-form .who=${this.who}></gh-layer-form>` : nothing}
      ${this.loading ? busy() : this.items.length ? html`<ul class="devices">${repeat(this.items, (one) => `${one.site}/${one.device}`, (one) => this.line(one))}</ul>` : html`<p class="notice good"><span aria-hidden="true">✓ </span>${t('drift.none')}</p>`}`;
  }

  /** @param {any} one */
  line(one) {
    const differs = one.fields.filter((/** @type {any} */ field) => field.differs);
    const since = differs.map((/** @type {any} */ field) => field.desiredSince).filter(Boolean).sort()[0];
    return html`<li class="card stack"><div class="spread"><strong><a href="/devices/${one.site}/${one.device}">${one.name}</a></strong><span class="quiet small">${since ? html`<time datetime=${since} title=${moment(since, zoneOf(one.site))}>${ago(since)}</time>` : ''}</span></div>
      <p class="quiet small">${one.site} · ${one.device} · ${one.profile}</p>
      <p>${differs.map((/** @type {any} */ field) => `${field.name}: ${field.reported ?? '–'} → ${field.desired}`).join(', ')}</p></li>`;
  }
}

customElements.define('gh-drift', Drift);
