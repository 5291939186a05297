// The inbox: what is wrong, the gravest consequences first; keys to go through it, and acts for one or many.
// @ts-check
import { ago, busy, html, locale, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { actOn, consequence, look, sentence, severityChip, stateChip } from '../lib/alarms.js';
import { chime, letSound, sounds } from '../lib/chime.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/asked.js';
import '../parts/alarm-act.js';

const SHELVES = ['OPEN', 'SHELVED', 'CLOSED'];
const KEYS = [['j', 'next'], ['k', 'previous'], ['x', 'select'], ['Enter', 'look'], ['a', 'ACKNOWLEDGE'], ['s', 'ASSIGN'], ['m', 'SHELVE'], ['c', 'COMMENT'], ['r', 'RESOLVE']];
/** @type {Record<string, string>} */
const ACTS = { a: 'ACKNOWLEDGE', s: 'ASSIGN', m: 'SHELVE', c: 'COMMENT', r: 'RESOLVE' };

class Alarms extends Page {
  static properties = { alarms: { state: true }, counts: { state: true }, waiting: { state: true }, at: { state: true }, chosen: { state: true }, told: { state: true }, urgent: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.alarms = [];
    this.counts = { open: 0, critical: 0, shelved: 0, masked: 0 };
    /** @type {any[]} those that came while one was looking */
    this.waiting = [];
    this.at = -1;
    /** @type {Set<number>} */
    this.chosen = new Set();
    this.told = '';
    this.urgent = '';
    this.afterG = false;
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
    this.onKey = (/** @type {KeyboardEvent} */ key) => this.pressed(key);
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('alarms', ({ items }) => this.changed(items));
    this.every(10000, () => this.requestUpdate());
    document.addEventListener('keydown', this.onKey);
    this.endings.push(() => document.removeEventListener('keydown', this.onKey));
  }

  get shelf() {
    return SHELVES.includes(this.filter.shelf) ? this.filter.shelf : 'OPEN';
  }

  async load() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const answer = await api.get(`/alarms${query({ ...this.filter, shelf: this.shelf, zone, limit: 500 })}`);
    this.alarms = answer.items;
    this.counts = answer.counts;
    this.waiting = [];
    const there = new Set(this.alarms.map((one) => one.id));
    this.chosen = new Set([...this.chosen].filter((id) => there.has(id)));
    this.at = Math.min(this.at, this.alarms.length - 1);
  }

  /** Rows change where they are; new ones wait behind a button. @param {any[]} items */
  changed(items) {
    if (this.shelf !== 'OPEN') {
      return;
    }
    const news = new Map(items.map((item) => [item.id, item]));
    this.alarms = this.alarms.map((alarm) => {
      const fresh = news.get(alarm.id);
      news.delete(alarm.id);
      return fresh ? (fresh.gone ? { ...fresh, state: 'CLOSED' } : fresh) : alarm;
    });
    const known = new Set(this.waiting.map((one) => one.id));
    const came = [...news.values()].filter((one) => !one.gone && !one.maskedBy && !one.shelvedUntil && !known.has(one.id));
    this.waiting = [...this.waiting.filter((one) => !news.get(one.id)?.gone), ...came];
    const critical = came.find((one) => one.severity === 'CRITICAL');
    if (critical) {
      this.urgent = `${sentence(critical)} · ${critical.site}`;
      chime();
    } else if (came.length) {
      this.told = t('alarms.news', { count: came.length });
    }
  }

  /** @param {KeyboardEvent} key */
  pressed(key) {
    const target = /** @type {HTMLElement} */ (key.target);
    const elsewhere = target.matches?.('input:not([type="checkbox"]), select, textarea') || document.querySelector('dialog[open]');
    if (elsewhere || key.ctrlKey || key.metaKey || key.altKey || localStorage.getItem('gatehouse.keys') === 'off') {
      return;
    }
    if (this.afterG) {
      this.afterG = false;
      return;
    }
    if (key.key === 'g') {
      this.afterG = true;
      setTimeout(() => { this.afterG = false; }, 1500);
    } else if (key.key === 'j' || key.key === 'k') {
      this.move(key.key === 'j' ? 1 : -1);
    } else if (key.key === 'x' && this.alarms[this.at]) {
      this.choose(this.alarms[this.at].id);
    } else if (ACTS[key.key] && (this.chosen.size || this.alarms[this.at])) {
      key.preventDefault();
      this.act(ACTS[key.key]);
    }
  }

  /** @param {number} step */
  async move(step) {
    this.at = Math.max(0, Math.min(this.alarms.length - 1, this.at + step));
    await this.updateComplete;
    /** @type {HTMLElement|null} */ (this.querySelector(`[data-at="${this.at}"] a`))?.focus();
  }

  /** @param {number} id */
  choose(id) {
    const next = new Set(this.chosen);
    if (!next.delete(id)) {
      next.add(id);
    }
    this.chosen = next;
  }

  /** Those that are chosen, or else the one that one looks at. */
  meant() {
    return this.chosen.size ? [...this.chosen] : this.alarms[this.at] ? [this.alarms[this.at].id] : [];
  }

  /** @param {string} act @param {number[]} [alarms] */
  async act(act, alarms = this.meant()) {
    const asker = /** @type {any} */ (this.querySelector('gh-alarm-act'));
    const wish = await asker.ask(act, alarms.length);
    if (!wish) {
      return;
    }
    await this.attempt(async () => {
      const { done, refused } = await actOn(alarms, wish);
      this.told = [t('alarms.did', { count: done }), ...new Set(refused.map((/** @type {any} */ one) => t(`alarmRefused.${one.result}`)))].join(' ');
      this.chosen = new Set();
    });
    const problem = this.problem;
    await this.read();
    this.problem = this.problem ?? problem;
  }

  /** @param {Record<string, string>} filter */
  show(filter) {
    this.filter = Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
    this.chosen = new Set();
    this.at = -1;
    history.replaceState(null, '', `/alarms${query(this.filter)}`);
    this.loading = true;
    this.read();
  }

  render() {
    const file = (/** @type {string} */ format) => `/api/v1/alarms/export${query({ ...this.filter, shelf: this.shelf, format, lang: locale() })}`;
    return html`${this.head('nav.alarms', html`<div class="row"><a class="button" href="/alarm-rules">${t('nav.alarmRules')}</a><a class="button" href="/channels">${t('nav.channels')}</a>
        <button aria-pressed=${String(sounds())} @click=${() => { letSound(!sounds()); this.requestUpdate(); }}>${t('alarms.sound')}</button>
        <a class="button" href=${file('csv')} download="alarms.csv">${t('page.csv')}</a><a class="button" href=${file('ndjson')} download="alarms.ndjson">${t('page.ndjson')}</a></div>`)}
      <p class="visually-hidden" role="status" aria-live="polite">${this.told}</p>
      <p class="visually-hidden" role="alert">${this.urgent}</p>
      <gh-asked list="alarms" .value=${this.filter.q ?? ''} @asked=${(/** @type {any} */ e) => this.show({ ...this.filter, q: e.detail })}></gh-asked>
      <div class="row" role="group" aria-label=${t('alarms.shelves')}>${SHELVES.map((one) => html`<button aria-pressed=${this.shelf === one ? 'true' : 'false'} @click=${() => this.show({ ...this.filter, shelf: one })}>${t(`alarmShelf.${one}`, { count: this.counts[one.toLowerCase()] ?? 0 })}</button>`)}
        ${this.counts.masked ? html`<span class="quiet small">${t('alarms.masked', { count: this.counts.masked })}</span>` : nothing}</div>
      ${this.waiting.length ? html`<p><button class="primary" @click=${() => this.read()}>${t('alarms.news', { count: this.waiting.length })}</button></p>` : nothing}
      ${this.bulk()}
      ${this.loading ? busy() : this.list()}
      ${this.keys()}
      <gh-alarm-act></gh-alarm-act>`;
  }

  bulk() {
    if (!this.alarms.length || this.shelf === 'CLOSED') {
      return nothing;
    }
    const all = this.chosen.size === this.alarms.length;
    return html`<div class="row bulk"><label class="check"><input type="checkbox" .checked=${all} .indeterminate=${this.chosen.size > 0 && !all} @change=${() => { this.chosen = new Set(all ? [] : this.alarms.map((one) => one.id)); }}>
        ${t('alarms.chosen', { chosen: this.chosen.size, all: this.alarms.length })}</label>
      ${this.chosen.size ? Object.values(ACTS).map((act) => html`<button @click=${() => this.act(act)}>${t(`alarmAct.${act}`)}</button>`) : nothing}
      ${this.chosen.size && this.shelf === 'SHELVED' ? html`<button @click=${() => this.act('UNSHELVE')}>${t('alarmAct.UNSHELVE')}</button>` : nothing}</div>`;
  }

  list() {
    if (!this.alarms.length) {
      return html`<p class="notice ${this.shelf === 'OPEN' && !this.filter.q ? 'good' : ''}">${t(this.filter.q ? 'alarms.noneAsked' : `alarms.none.${this.shelf}`)}</p>`;
    }
    return html`<ul class="attention alarms">${repeat(this.alarms, (one) => one.id, (one, at) => this.row(one, at))}</ul>`;
  }

  /** @param {any} one @param {number} at */
  row(one, at) {
    const zone = zoneOf(one.site);
    const follows = consequence(one);
    return html`<li class="card problem ${look(one.severity)} ${one.active ? '' : 'over'} ${at === this.at ? 'here' : ''}" data-at=${at}>
      <div class="spread">
        <div class="row">${this.shelf === 'CLOSED' ? nothing : html`<label class="check"><input type="checkbox" .checked=${this.chosen.has(one.id)} @change=${() => this.choose(one.id)} aria-label=${t('alarms.choose', { what: sentence(one) })}></label>`}
          <h2 class="h3"><a href="/alarms/${one.site}/${one.id}" @focus=${() => { this.at = at; }}>${sentence(one)}</a></h2></div>
        <span class="row">${severityChip(one)}${stateChip(one)}</span></div>
      <p class="quiet small">${[one.params.place, one.site].filter(Boolean).join(' · ')} · <time datetime=${one.since} title=${moment(one.since, zone)}>${ago(one.since)}</time>
        ${one.count > 1 ? html` · ${t('alarms.times', { count: one.count })}` : nothing}${one.flapping ? html` · <strong>${t('alarms.flapping')}</strong>` : nothing}
        ${one.owner ? html` · ${t('alarms.owner', { who: one.owner })}` : nothing}${one.level ? html` · ${t('alarms.level', { level: one.level })}` : nothing}
        ${one.shelvedUntil ? html` · ${t('alarms.until', { when: moment(one.shelvedUntil, zone) })}` : nothing}${one.hides ? html` · ${t('alarms.hides', { count: one.hides })}` : nothing}</p>
      ${follows ? html`<p>${follows}</p>` : nothing}
      ${sentence(one, 'stillWorks') ? html`<p class="small quiet">${sentence(one, 'stillWorks')}</p>` : nothing}
      ${this.shelf === 'CLOSED' || one.state === 'CLOSED' || one.acknowledged ? nothing : html`<div class="row"><button @click=${() => this.act('ACKNOWLEDGE', [one.id])}>${t('alarmAct.ACKNOWLEDGE')}</button></div>`}
    </li>`;
  }

  keys() {
    return html`<details class="calm wide-only"><summary>${t('alarms.keys')}</summary>
      <dl class="facts">${KEYS.map(([key, what]) => html`<dt><kbd>${key}</kbd></dt><dd>${t(ACTS[key] ? `alarmAct.${what}` : `alarms.key.${what}`)}</dd>`)}</dl></details>`;
  }
}

/** One alarm: what it is, what was done about it, what follows from it. */
class Alarm extends Page {
  static properties = { site: {}, alarm: {}, one: { state: true }, told: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.alarm = '';
    /** @type {any} */
    this.one = null;
    this.told = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('alarms', ({ items }) => { if (items.some((/** @type {any} */ one) => String(one.id) === this.alarm)) { this.read(); } });
    this.every(10000, () => this.requestUpdate());
  }

  async load() {
    this.one = await api.get(`/sites/${this.site}/alarms/${this.alarm}`);
  }

  /** @param {string} act */
  async act(act) {
    const wish = await /** @type {any} */ (this.querySelector('gh-alarm-act')).ask(act, 1);
    if (wish) {
      await this.attempt(async () => {
        const { refused } = await actOn([this.one.id], wish);
        this.told = refused.length ? t(`alarmRefused.${refused[0].result}`) : t('alarms.did', { count: 1 });
        await this.load();
      });
    }
  }

  render() {
    const one = this.one;
    return html`<div class="spread page-head"><h1 tabindex="-1">${one ? sentence(one) : t('nav.alarms')}</h1><a href="/alarms">${t('nav.alarms')}</a></div>${this.problemLine()}
      ${this.told ? html`<p class="notice" role="status">${this.told}</p>` : nothing}
      ${one ? html`${this.facts(one)}${this.history(one)}` : this.problem ? nothing : busy()}<gh-alarm-act></gh-alarm-act>`;
  }

  /** @param {any} one */
  facts(one) {
    const zone = zoneOf(one.site);
    const acts = one.state === 'CLOSED' ? ['COMMENT'] : ['ACKNOWLEDGE', 'ASSIGN', 'COMMENT', one.shelvedUntil ? 'UNSHELVE' : 'SHELVE', 'ESCALATE', 'RESOLVE'];
    const rows = [
      ['state', html`${severityChip(one)} ${stateChip(one)}`],
      ['where', html`${one.device ? html`<a href="/devices/${one.site}/${one.device}">${one.name || one.device}</a>` : one.gateway ? html`<a href="/gateways">${one.name || one.gateway}</a>` : nothing} ${one.site}`],
      ['since', html`<time datetime=${one.since}>${moment(one.since, zone)}</time> (${ago(one.since)})`],
      ['count', one.count > 1 ? t('alarms.times', { count: one.count }) : ''],
      ['affects', [sentence(one, 'affects'), consequence(one)].filter(Boolean).join(' ')],
      ['stillWorks', sentence(one, 'stillWorks')],
      ['advice', sentence(one, 'advice')],
      ['owner', one.owner ?? ''],
      ['escalates', one.escalatesAt ? moment(one.escalatesAt, zone) : ''],
      ['shelved', one.shelvedUntil ? `${moment(one.shelvedUntil, zone)} (${one.shelvedBy ?? ''})` : ''],
    ];
    return html`<section class="card stack"><dl class="facts">${rows.filter(([, value]) => value).map(([name, value]) => html`<dt>${t(`alarmFact.${name}`)}</dt><dd>${value}</dd>`)}</dl>
      <div class="row">${acts.map((act) => html`<button @click=${() => this.act(act)}>${t(`alarmAct.${act}`)}</button>`)}</div></section>`;
  }

  /** @param {any} one */
  history(one) {
    const zone = zoneOf(one.site);
    return html`<section class="card stack" aria-labelledby="history"><h2 id="history">${t('alarms.history')}</h2>
      <ul class="commands">${one.steps.slice().reverse().map((/** @type {any} */ step) => html`<li><div class="spread"><strong>${t(`alarmStep.${step.step}`)}</strong><time class="quiet small" datetime=${step.at}>${moment(step.at, zone)}</time></div>
        <p class="small">${step.who === 'fleet' ? t('alarms.byItself') : step.who}${step.data?.to ? html` → ${step.data.to}` : nothing}${step.data?.until ? html` · ${t('alarms.until', { when: moment(step.data.until, zone) })}` : nothing}</p>
        ${step.note ? html`<p>${step.note}</p>` : nothing}</li>`)}</ul></section>
      ${one.hidden.length ? html`<section class="card stack" aria-labelledby="hidden"><h2 id="hidden">${t('alarms.hides', { count: one.hidden.length })}</h2>
        <ul class="names">${one.hidden.map((/** @type {any} */ other) => html`<li>${other.name} · ${t(`alarmKind.${other.kind}`)}</li>`)}</ul></section>` : nothing}`;
  }
}

/** From an address to its page. @param {string} [site] @param {string} [alarm] */
export function alarmPage(site, alarm) {
  return site && alarm ? html`<gh-alarm .site=${site} .alarm=${alarm}></gh-alarm>` : html`<gh-alarms></gh-alarms>`;
}

customElements.define('gh-alarms', Alarms);
customElements.define('gh-alarm', Alarm);
