// Everything that happened, newest first and live, with the reason in words.
// @ts-check
import { busy, html, locale, nothing, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { Page } from '../lib/page.js';
import '../parts/asked.js';
import '../parts/event-list.js';

const MOST = 200;
const OUTCOMES = ['GRANTED', 'DENIED', 'FREE_PASSAGE', 'IGNORED_DUPLICATE'];

/** Who has scrolled further down than so many pixels reads: what comes waits behind a button. */
const TOP = 160;

class Events extends Page {
  static properties = { events: { state: true }, next: { state: true }, paused: { state: true }, waiting: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.events = [];
    this.next = '';
    this.paused = false;
    this.waiting = 0;
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('events', ({ items }) => this.arrived(items));
  }

  async load() {
    const page = await api.get(`/events${query({ ...this.filter, limit: 50 })}`);
    this.events = page.items;
    this.next = page.next ?? '';
    this.waiting = 0;
  }

  async more() {
    await this.attempt(async () => {
      const page = await api.get(`/events${query({ ...this.filter, limit: 50, before: this.next })}`);
      this.events = [...this.events, ...page.items];
      this.next = page.next ?? '';
    });
  }

  /** @param {any[]} items */
  arrived(items) {
    if (this.paused || this.filter.q || window.scrollY > TOP) {
      this.waiting += items.length;
      return;
    }
    const { outcome, site } = this.filter;
    const known = new Set(this.events.map((event) => event.id));
    const fresh = items
      .filter((item) => !known.has(item.id) && (!outcome || item.outcome === outcome) && (!site || item.site === site))
      .reverse();
    this.events = [...fresh, ...this.events].slice(0, MOST);
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
    history.replaceState(null, '', `/events${query(this.filter)}`);
    this.read();
  }

  pause() {
    this.paused = !this.paused;
    if (!this.paused && this.waiting) {
      this.read();
    }
  }

  render() {
    const file = (/** @type {string} */ format) => `/api/v1/events/export${query({ ...this.filter, format, lang: locale(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}`;
    return html`
      ${this.head('nav.events', html`<div class="row">
        <button aria-pressed=${this.paused ? 'true' : 'false'} @click=${() => this.pause()}>${t(this.paused ? 'events.goOn' : 'events.pause')}</button>
        <a class="button" href=${file('csv')} download="events.csv">${t('page.csv')}</a><a class="button" href=${file('ndjson')} download="events.ndjson">${t('events.export')}</a></div>`)}
      <gh-asked list="events" .value=${this.filter.q ?? ''} @asked=${(/** @type {any} */ e) => this.show({ ...this.filter, q: e.detail })}></gh-asked>
      <form class="filters" @submit=${(/** @type {Event} */ e) => this.apply(e)} @change=${(/** @type {Event} */ e) => this.apply(e)}>
        <label class="field">${t('events.outcome')}
          <select name="outcome">
            <option value="">${t('page.all')}</option>
            ${OUTCOMES.map((one) => html`<option value=${one} ?selected=${this.filter.outcome === one}>${t(`outcome.${one}`)}</option>`)}
          </select></label>
      </form>
      ${this.waiting ? html`<p><button @click=${() => this.read()}>${t('events.waiting', { count: this.waiting })}</button></p>` : nothing}
      ${this.loading ? busy() : html`<gh-event-list .events=${this.events}></gh-event-list>`}
      ${this.next ? html`<p><button @click=${() => this.more()}>${t('page.more')}</button></p>` : nothing}`;
  }
}

customElements.define('gh-events', Events);
