// All devices with their presence, which is computed and says why.
// @ts-check
import { ago, busy, html, locale, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/asked.js';
import { presenceChip, presenceReason } from '../lib/says.js';

const KINDS = ['TURNSTILE', 'READER', 'DOOR_SENSOR', 'CHECKPOINT', 'CAMERA'];
const STATES = ['ONLINE', 'OFFLINE', 'UNSTABLE', 'UNKNOWN', 'NEVER_SEEN'];

class Devices extends Page {
  static properties = { devices: { state: true }, next: { state: true }, total: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.devices = [];
    this.next = '';
    this.total = 0;
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('devices', ({ items }) => this.changed(items));
    this.every(20000, () => this.requestUpdate());
  }

  async load() {
    const page = await api.get(`/devices${query({ ...this.filter, limit: 200, total: true, zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}`);
    this.total = page.total ?? 0;
    this.devices = page.items;
    this.next = page.next ?? '';
  }

  async more() {
    await this.attempt(async () => {
      const page = await api.get(`/devices${query({ ...this.filter, limit: 200, after: this.next })}`);
      this.devices = [...this.devices, ...page.items];
      this.next = page.next ?? '';
    });
  }

  /** @param {any[]} items */
  changed(items) {
    const news = new Map(items.map((item) => [`${item.site}/${item.id}`, item]));
    this.devices = this.devices.map((device) => news.get(`${device.site}/${device.id}`) ?? device).filter((device) => !device.gone);
  }

  /** @param {Event} submit */
  apply(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.currentTarget);
    this.show({ q: this.filter.q ?? '', ...Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])) });
  }

  /** @param {Record<string, string>} filter */
  show(filter) {
    this.filter = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
    history.replaceState(null, '', `/devices${query(this.filter)}`);
    this.read();
  }

  render() {
    const file = (/** @type {string} */ format) => `/api/v1/devices/export${query({ ...this.filter, format, lang: locale() })}`;
    return html`
      ${this.head('nav.devices', html`<div class="row"><a class="button" href=${file('csv')} download="devices.csv">${t('page.csv')}</a><a class="button" href=${file('ndjson')} download="devices.ndjson">${t('page.ndjson')}</a></div>`)}
      <gh-asked list="devices" .value=${this.filter.q ?? ''} @asked=${(/** @type {any} */ e) => this.show({ ...this.filter, q: e.detail })}></gh-asked>
      <form class="filters" @submit=${(/** @type {Event} */ e) => this.apply(e)} @change=${(/** @type {Event} */ e) => this.apply(e)}>
        ${this.choice('kind', KINDS, 'kind')}${this.choice('presence', STATES, 'presence')}
      </form>
      ${this.loading ? busy() : html`<p class="quiet small" role="status">${t('devices.found', { count: this.total })}</p>${this.list()}`}
      ${this.next ? html`<p><button @click=${() => this.more()}>${t('page.more')}</button></p>` : nothing}`;
  }

  /** @param {string} name @param {string[]} values @param {string} words */
  choice(name, values, words) {
    return html`<label class="field">${t(`devices.${name}`)}
      <select name=${name}><option value="">${t('page.all')}</option>
      ${values.map((one) => html`<option value=${one} ?selected=${this.filter[name] === one}>${t(`${words}.${one}`)}</option>`)}</select></label>`;
  }

  list() {
    if (!this.devices.length) {
      return html`<p class="notice">${t('devices.none')}</p>`;
    }
    return html`<ul class="devices">${repeat(this.devices, (one) => `${one.site}/${one.id}`, (one) => html`
      <li><a class="device card" href="/devices/${one.site}/${one.id}">
        <span class="who"><strong>${one.name}</strong><span class="quiet small">${[t(`kind.${one.kind}`), one.place, one.site].filter(Boolean).join(' · ')}</span></span>
        <span>${presenceChip(one)}</span>
        <span class="quiet small">${presenceReason(one)}</span>
        <span class="small">${one.lastHeard ? html`<time datetime=${one.lastHeard} title=${moment(one.lastHeard, zoneOf(one.site))}>${t('devices.heard', { ago: ago(one.lastHeard) })}</time>` : nothing}</span>
        <span>${one.refused ? html`<span class="chip warn">${t('devices.refused', { count: one.refused })}</span>` : nothing}</span>
      </a></li>`)}</ul>`;
  }
}

customElements.define('gh-devices', Devices);
