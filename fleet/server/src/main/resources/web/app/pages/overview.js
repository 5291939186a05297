// What needs a person now, first; then how much of what there is, and the latest events.
// @ts-check
import { ago, amount, busy, has, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { actOn } from '../lib/alarms.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/alarm-act.js';
import '../parts/event-list.js';
import '../parts/last-day.js';

const LATEST = 8;
/** @type {Record<string, string>} */
const ACTS = { a: 'ACKNOWLEDGE', s: 'ASSIGN', m: 'SHELVE' };
const LOOK = { CRITICAL: 'bad', WARNING: 'warn', INFO: '' };

class Overview extends Page {
  static properties = { overview: { state: true }, latest: { state: true }, at: { state: true } };

  constructor() {
    super();
    this.overview = null;
    /** @type {any[]} */
    this.latest = [];
    this.at = -1;
    this.afterG = false;
    this.onKey = (/** @type {KeyboardEvent} */ key) => this.pressed(key);
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKey);
    this.endings.push(() => document.removeEventListener('keydown', this.onKey));
    this.hear('overview', (overview) => { this.overview = overview; });
    this.hear('events', ({ items }) => { this.latest = [...items.slice().reverse(), ...this.latest].slice(0, LATEST); });
    this.every(15000, () => this.attempt(async () => { this.overview = await api.get('/overview'); }));
  }

  async load() {
    this.overview = await api.get('/overview');
    this.latest = (await api.get(`/events?limit=${LATEST}`)).items;
  }

  render() {
    const { overview } = this;
    return html`${this.head('nav.overview')}${overview ? this.content(overview) : busy()}`;
  }

  /** @param {any} overview */
  content(overview) {
    return html`
      <section aria-labelledby="needs" class="stack">
        <div class="spread"><h2 id="needs">${t('overview.needs', { count: overview.attention.length })}</h2><a href="/alarms">${t('nav.alarms')}</a></div>
        ${overview.attention.length ? html`<ul class="attention">${repeat(overview.attention, (/** @type {any} */ one) => one.id, (one, at) => this.item(one, at))}</ul>` : html`<p class="notice good">${t('overview.calm')}</p>`}
      </section>
      <gh-alarm-act></gh-alarm-act>
      <section aria-labelledby="counts"><h2 id="counts" class="visually-hidden">${t('overview.counts')}</h2>${this.tiles(overview.counts)}</section>
      <gh-last-day></gh-last-day>
      <section aria-labelledby="latest" class="stack">
        <div class="spread"><h2 id="latest">${t('overview.latest')}</h2><a href="/events">${t('overview.all')}</a></div>
        <gh-event-list .events=${this.latest}></gh-event-list>
      </section>`;
  }

  /** Takes note where one is. @param {any} one */
  async seen(one) {
    await this.attempt(async () => {
      await actOn([one.alarm.id], { act: 'ACKNOWLEDGE' });
      this.overview = await api.get('/overview');
    });
  }

  /** Through what needs somebody, and what the inbox can do about it, by the same keys. @param {KeyboardEvent} key */
  pressed(key) {
    const items = this.overview?.attention ?? [];
    const elsewhere = /** @type {HTMLElement} */ (key.target).matches?.('input, select, textarea') || document.querySelector('dialog[open]');
    if (elsewhere || key.ctrlKey || key.metaKey || key.altKey || localStorage.getItem('gatehouse.keys') === 'off' || !items.length) {
      return;
    }
    if (this.afterG) {
      this.afterG = false;
    } else if (key.key === 'g') {
      this.afterG = true;
      setTimeout(() => { this.afterG = false; }, 1500);
    } else if (key.key === 'j' || key.key === 'k') {
      this.at = Math.max(0, Math.min(items.length - 1, this.at + (key.key === 'j' ? 1 : -1)));
      /** @type {HTMLElement|null} */ (this.querySelector(`[data-at="${this.at}"] a`))?.focus();
    } else if (ACTS[key.key] && items[this.at]?.alarm) {
      key.preventDefault();
      this.act(ACTS[key.key], items[this.at]);
    }
  }

  /** @param {string} act @param {any} one */
  async act(act, one) {
    const wish = await /** @type {any} */ (this.querySelector('gh-alarm-act')).ask(act, 1);
    if (wish) {
      await this.attempt(async () => {
        await actOn([one.alarm.id], wish);
        this.overview = await api.get('/overview');
      });
    }
  }

  /** @param {any} one @param {number} at */
  item(one, at) {
    const params = inWords(one.params);
    const look = LOOK[/** @type {keyof LOOK} */ (one.severity)] ?? '';
    return html`
      <li class="card problem ${look} ${at === this.at ? 'here' : ''}" data-at=${at}>
        <div class="spread">
          <h3><a @focus=${() => { this.at = at; }} href=${one.alarm ? `/alarms/${one.site}/${one.alarm.id}` : one.action ?? '/'}>${t(one.titleKey, params)}</a></h3>
          <span class="chip ${look}">${t(`severity.${one.severity}`)}</span>
        </div>
        <p class="quiet small">${[one.params.place, one.site].filter(Boolean).join(' · ')} · <time datetime=${one.since} title=${moment(one.since, zoneOf(one.site))}>${ago(one.since)}</time></p>
        ${one.affects ? html`<p>${t(one.affects, params)}</p>` : nothing}
        ${one.stillWorks ? html`<p class="small quiet">${t(one.stillWorks, params)}</p>` : nothing}
        ${one.alarm?.owner ? html`<p class="small">${t('alarms.owner', { who: one.alarm.owner })}</p>` : nothing}
        ${one.alarm?.state?.endsWith('UNACKNOWLEDGED') ? html`<div class="row"><button @click=${() => this.seen(one)}>${t('alarmAct.ACKNOWLEDGE')}</button></div>` : nothing}
        ${one.advice ? html`<p class="small"><strong>${t('overview.advice')}:</strong> ${t(one.advice, params)}</p>` : nothing}
      </li>`;
  }

  /** @param {any} counts */
  tiles(counts) {
    const tiles = [
      { key: 'overview.online', value: counts.devices.online, href: '/devices?presence=ONLINE' },
      { key: 'overview.offline', value: counts.devices.offline, href: '/devices?presence=OFFLINE', look: counts.devices.offline ? 'bad' : '' },
      ...(counts.devices.unstable ? [{ key: 'overview.unstable', value: counts.devices.unstable, href: '/devices?presence=UNSTABLE', look: 'bad' }] : []),
      { key: 'overview.unknown', value: counts.devices.unknown + counts.devices.never, href: '/devices?presence=UNKNOWN' },
      ...(counts.toPutInService ? [{ key: 'overview.toPutInService', value: counts.toPutInService, href: '/commission' }] : []),
      { key: 'overview.gateways', value: counts.gateways, href: '/gateways' },
      { key: 'overview.waiting', value: counts.waiting, href: '/backlog' },
      { key: 'overview.eventsToday', value: counts.eventsToday, href: '/events' },
      { key: 'overview.deniedToday', value: counts.deniedToday, href: '/events?outcome=DENIED', look: counts.deniedToday ? 'warn' : '' },
    ];
    return html`<ul class="tiles">${tiles.map((tile) => html`<li><a class="card tile ${tile.look ?? ''}" href=${tile.href}><strong>${amount(tile.value)}</strong><span>${t(tile.key)}</span></a></li>`)}</ul>`;
  }
}

/** Codes that have words become words. @param {Record<string, string>} params */
function inWords(params) {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, has(`${name}.${value}`) ? t(`${name}.${value}`) : value]));
}

customElements.define('gh-overview', Overview);
