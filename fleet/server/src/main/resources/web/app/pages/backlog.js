// What gateways still hold that the fleet does not: how much, of what kind, and when that will have ended.
// @ts-check
import { ago, amount, busy, clock, fillChip, html, moment, nothing, repeat, span, svg, t, zoneMark } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';

const CLASSES = ['ALARM', 'ACCESS', 'PATROL', 'CONFIGURATION', 'TELEMETRY', 'NOT_COUNTED'];
/** @type {Record<string, [string, string]>} how a state looks, and its shape */
const LOOK = {
  UNKNOWN: ['bad', '?'], GROWING: ['bad', '▲'], STANDING: ['warn', '■'], DRAINING: ['warn', '▼'], MEASURING: ['', '…'], CAUGHT_UP: ['good', '✓'], NEVER_SEEN: ['', '–'],
};
const CALM = ['CAUGHT_UP', 'NEVER_SEEN'];

class Backlog extends Page {
  static properties = { items: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.items = [];
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('backlog', ({ items }) => this.changed(items));
    this.every(5000, () => this.requestUpdate());
    this.every(20000, () => this.read());
  }

  async load() {
    this.items = (await api.get('/backlog')).items;
  }

  /** In place, so that nothing jumps; the order is made anew with the next reading. @param {any[]} items */
  changed(items) {
    const news = new Map(items.map((item) => [item.gateway, item]));
    const known = new Set(this.items.map((one) => one.gateway));
    this.items = [...this.items.map((one) => news.get(one.gateway) ?? one), ...items.filter((item) => !known.has(item.gateway))].filter((one) => !one.gone);
  }

  render() {
    return html`${this.head('nav.backlog')}<p class="quiet">${t('backlog.what')}</p>${this.loading ? busy() : this.content()}`;
  }

  content() {
    const { site } = this.filter;
    const items = this.items.filter((one) => !site || one.site === site);
    if (!items.length) {
      return html`<p class="notice">${t('backlog.none')}</p>`;
    }
    const behind = items.filter((one) => !CALM.includes(one.state));
    const waiting = behind.reduce((sum, one) => sum + one.waiting, 0);
    return html`
      ${behind.length ? html`<section aria-labelledby="behind" class="stack"><h2 id="behind">${t('backlog.total', { count: waiting, gateways: behind.length })}</h2>
        <ul class="backlog">${repeat(behind, (one) => one.gateway, (one) => this.card(one))}</ul></section>` : html`<p class="notice good"><span aria-hidden="true">✓ </span>${t('backlog.calm')}</p>`}
      ${this.calm('backlog.caughtUp', items.filter((one) => one.state === 'CAUGHT_UP'))}
      ${this.calm('backlog.never', items.filter((one) => one.state === 'NEVER_SEEN'))}
      <p class="small quiet"><a href="/gaps">${t('backlog.missing')}</a></p>`;
  }

  /** Green things are a count. @param {string} key @param {any[]} items */
  calm(key, items) {
    return items.length ? html`<details class="calm"><summary>${t(key, { count: items.length })}</summary>
      <ul class="names">${items.map((one) => html`<li><strong>${one.name}</strong> <span class="quiet small">${one.site} · ${one.gateway}${one.lastHeard ? html` · <time datetime=${one.lastHeard} title=${moment(one.lastHeard, zoneOf(one.site))}>${ago(one.lastHeard)}</time>` : nothing}</span></li>`)}</ul></details>` : nothing;
  }

  /** @param {any} one */
  card(one) {
    const [look, shape] = LOOK[one.state] ?? ['', ''];
    const zone = zoneOf(one.site);
    return html`<li class="card stack" aria-labelledby="bl-${one.gateway}">
      <div class="spread"><div><h3 id="bl-${one.gateway}"><a href="/gateways">${one.name}</a></h3><p class="quiet small">${one.site} · ${one.gateway}</p></div>
        <span class="row">${fillChip(one.level)}<span class="chip ${look}"><span aria-hidden="true">${shape}</span>${t(`backlogState.${one.state}`)}</span></span></div>
      <p class="much"><strong>${t('backlog.records', { count: one.waiting })}</strong>
        ${one.oldest ? html`<span class="quiet">${t('backlog.oldest')} <time datetime=${one.oldest} title=${moment(one.oldest, zone)}>${ago(one.oldest)}</time></span>` : nothing}</p>
      <p>${this.says(one, zone)}</p>
      ${one.waiting ? this.classes(one) : nothing}</li>`;
  }

  /** When it will have ended, as far as that can be said. @param {any} one @param {string|undefined} zone */
  says(one, zone) {
    return t(`backlogSays.${one.state}`, {
      rate: amount(one.perSecond ?? 0),
      left: span(one.secondsLeft ?? 0),
      at: one.caughtUpAt ? [clock(one.caughtUpAt, zone).replace(/:\d\d$/, ''), zoneMark(one.caughtUpAt, zone)].filter(Boolean).join(' ') : '',
      since: one.since ? `${moment(one.since, zone)} (${ago(one.since)})` : '',
    });
  }

  /** What waits by what it is about: a bar for the eye, the numbers for everybody. @param {any} one */
  classes(one) {
    const counts = CLASSES.map((name) => ({ name, count: name === 'NOT_COUNTED' ? one.notCounted : one.byClass[name] ?? 0 })).filter(({ count }) => count > 0);
    const sum = counts.reduce((all, { count }) => all + count, 0) || 1;
    let at = 0;
    const parts = counts.map(({ name, count }) => {
      // few alarms among many reads must still be seen
      const width = Math.max(5, (400 * count) / sum);
      at += width;
      return svg`<rect class="is-${name}" x=${at - width} width=${width} height="10"/>`;
    });
    return html`<div><svg class="shares" viewBox=${`0 0 ${at} 10`} preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
      <dl class="shares" aria-label=${t('backlog.byClass')}>${counts.map(({ name, count }) => html`<div><dt><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="is-${name}" width="10" height="10" rx="2"/></svg>${name === 'NOT_COUNTED' ? t('backlog.notCounted') : t(`backlogClass.${name}`)}</dt><dd>${amount(count)}</dd></div>`)}</dl></div>`;
  }
}

customElements.define('gh-backlog', Backlog);
