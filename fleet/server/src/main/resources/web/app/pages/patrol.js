// Today's rounds: planned windows as outlines, scans as dots, the line of now. What changes changes in its place.
// @ts-check
import { busy, clock, html, nothing, repeat, svg, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { fields, siteChoice, siteOf } from '../lib/access.js';
import { Page } from '../lib/page.js';
import { roundChip } from '../lib/patrol.js';
import { today } from '../lib/zoned.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/round.js';

const HOUR = 3_600_000;
/** Pixels. */
const HOUR_WIDE = 150;
const ROW_HIGH = 30;
const NAMES_WIDE = 150;
const HEAD_HIGH = 26;
const CALLS = ['SOS', 'MAN_DOWN', 'CHECK_IN_MISSED', 'INCIDENT'];
const GROUPS = ['all', 'open', 'trouble', 'over'];

class Patrol extends Page {
  static properties = { who: { attribute: false }, rounds: { state: true }, group: { state: true }, chosen: { state: true }, now: { state: true }, findings: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.who = null;
    /** @type {Map<string, any>} */
    this.rounds = new Map();
    /** @type {Record<string, string>} */
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
    this.filter.site = siteOf(this.filter.site);
    this.group = GROUPS.includes(this.filter.group) ? this.filter.group : 'all';
    this.chosen = this.filter.round ?? '';
    this.now = Date.now();
    this.scrolled = false;
    /** @type {any[]} */
    this.findings = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('rounds', (data) => this.changed(data));
    this.every(5_000, () => { this.now = Date.now(); this.look(); });
  }

  async load() {
    if (this.filter.site) {
      const { items } = await api.get(`/sites/${this.filter.site}/rounds${query({ day: this.filter.day })}`);
      this.rounds = new Map(items.map((/** @type {any} */ round) => [round.id, round]));
      await this.look();
    }
  }

  /** What was found out, calls for help first of all. */
  async look() {
    if (this.filter.site) {
      const found = await api.get(`/sites/${this.filter.site}/patrol-findings${query({ day: this.filter.day })}`).catch(() => null);
      if (found && JSON.stringify(found.items) !== JSON.stringify(this.findings)) {
        this.findings = found.items;
      }
    }
  }

  calls() {
    const over = new Set(this.findings.map((one) => (one.kind === 'ALARM_ENDED' ? one.supersedes ?? one.note : '')));
    return this.findings.filter((one) => CALLS.includes(one.kind) && !over.has(one.id));
  }

  /** @param {any} one @param {string|undefined} zone */
  finding(one, zone) {
    return html`<strong>${t(`patrol.finding.${one.kind}`)}</strong> ${clock(one.since ?? one.at, zone)} ${(one.officers ?? []).join(', ')} ${one.checkpoint ?? ''} ${one.cause ? t(`patrol.cause.${one.cause}`) : ''} ${one.note ?? ''}
      ${(one.photos ?? []).map((/** @type {string} */ photo) => html`<a href="/api/v1/sites/${this.filter.site}/patrol-photos/${photo}" target="_blank" rel="noopener">${t('patrol.photo')}</a> `)}`;
  }

  /** Rounds that came otherwise; what is seen keeps its place. @param {any} data */
  changed(data) {
    if (this.filter.day && this.filter.day !== today(zoneOf(this.filter.site))) {
      return;
    }
    const mine = data.items.filter((/** @type {any} */ round) => round.site === this.filter.site);
    if (data.skipped) {
      this.read();
    } else if (mine.length) {
      const rounds = new Map(this.rounds);
      mine.forEach((/** @type {any} */ round) => (round.gone ? rounds.delete(round.id) : rounds.set(round.id, round)));
      this.rounds = rounds;
      this.now = Date.now();
    }
  }

  /** @param {Event} changed */
  apply(changed) {
    changed.preventDefault();
    const form = fields(/** @type {any} */ ({ target: changed.currentTarget }));
    this.filter = { site: siteOf(form.site), ...(form.day ? { day: form.day } : {}) };
    this.chosen = '';
    this.scrolled = false;
    this.address();
    this.read();
  }

  address() {
    const group = this.group === 'all' ? '' : this.group;
    history.replaceState(null, '', `/patrol${query({ ...this.filter, group, round: this.chosen })}`);
  }

  /** @param {string} round */
  choose(round) {
    this.chosen = this.chosen === round ? '' : round;
    this.address();
  }

  updated() {
    const board = this.querySelector('.board');
    if (board && !this.scrolled && this.rounds.size) {
      // once, so that now is seen; after that it is the reader's
      this.scrolled = true;
      board.scrollLeft = NAMES_WIDE + (this.now - this.span().from) * HOUR_WIDE / HOUR - board.clientWidth / 2;
    }
  }

  /** From the first window to the last, in whole hours. */
  span() {
    const all = [...this.rounds.values()];
    const from = Math.min(...all.map((round) => Date.parse(round.stops[0]?.earlyFrom ?? round.plannedAt)));
    const to = Math.max(...all.map((round) => Date.parse(round.endAt)));
    return { from: Math.floor(from / HOUR) * HOUR, to: Math.ceil(to / HOUR + 0.01) * HOUR };
  }

  render() {
    if (!this.filter.site && !this.loading) {
      return html`${this.head('nav.patrol')}<p class="notice">${t('people.noSite')}</p>`;
    }
    const all = [...this.rounds.values()];
    const missing = all.reduce((sum, round) => sum + round.missing, 0);
    return html`
      ${this.head('nav.patrol', html`<span class="row"><a class="button" href="/plans/${this.filter.site}?show=patrol">${t('nav.plans')}</a><a class="button" href="/patrol-plan?site=${this.filter.site}">${t('nav.patrolPlan')}</a><a class="button" href="/patrol-report?site=${this.filter.site}">${t('nav.patrolReport')}</a></span>`)}
      <form class="filters" role="search" @submit=${(/** @type {Event} */ e) => this.apply(e)} @change=${(/** @type {Event} */ e) => this.apply(e)}>
        ${siteChoice(this.filter.site)}
        <label class="field">${t('patrol.day')}<input name="day" type="date" .value=${this.filter.day ?? today(zoneOf(this.filter.site))}></label></form>
      ${this.loading ? busy() : all.length
        ? html`<p class="quiet" role="status">${t('patrol.sum', { rounds: all.length, missing })}</p>
          ${this.calls().map((one) => html`<p class="notice ${one.kind === 'INCIDENT' ? 'warn' : 'bad'}" role="alert">${this.finding(one, zoneOf(this.filter.site))}</p>`)}
          <div class="board scroll" tabindex="0" role="region" aria-label=${t('patrol.board')}>${this.board(all)}</div>
          ${this.chosen ? html`<gh-round .site=${this.filter.site} .round=${this.chosen} .fresh=${this.rounds.get(this.chosen)} .who=${this.who} @close=${() => this.choose(this.chosen)}></gh-round>` : nothing}
          ${this.list(all)}
          ${this.findings.length ? html`<details class="fold"><summary>${t('patrol.findings', { count: this.findings.length })}</summary><ul class="names">${this.findings.map((one) => html`<li>${this.finding(one, zoneOf(this.filter.site))}</li>`)}</ul></details>` : nothing}`
        : html`<p class="notice">${t('patrol.none')} <a href="/patrol-plan?site=${this.filter.site}">${t('nav.patrolPlan')}</a></p>`}`;
  }

  /** A picture of what the list below says in words. @param {any[]} all */
  board(all) {
    const { from, to } = this.span();
    const x = (/** @type {number} */ at) => NAMES_WIDE + (at - from) * HOUR_WIDE / HOUR;
    const rows = lanes(all);
    const high = HEAD_HIGH + rows.length * ROW_HIGH + 6;
    const zone = zoneOf(this.filter.site);
    const hours = Array.from({ length: (to - from) / HOUR + 1 }, (_, i) => from + i * HOUR);
    return html`<svg class="gantt" width=${x(to) + 20} height=${high} aria-hidden="true">
      ${hours.map((hour) => svg`<line class="hour" x1=${x(hour)} x2=${x(hour)} y1=${HEAD_HIGH - 6} y2=${high}/><text class="hour" x=${x(hour) + 4} y="16">${clock(new Date(hour).toISOString(), zone).slice(0, 5)}</text>`)}
      ${repeat(rows, (row) => row.key, (row, at) => svg`<g transform="translate(0 ${HEAD_HIGH + at * ROW_HIGH})"><text class="route" x="6" y="19">${row.name}</text>
        ${repeat(row.rounds, (/** @type {any} */ round) => round.id, (/** @type {any} */ round) => this.bar(round, x))}</g>`)}
      ${this.now >= from && this.now <= to ? svg`<line class="now" x1=${x(this.now)} x2=${x(this.now)} y1="18" y2=${high}/>` : nothing}</svg>`;
  }

  /** @param {any} round @param {(at: number) => number} x */
  bar(round, x) {
    const begin = Date.parse(round.stops[0]?.onTimeFrom ?? round.plannedAt);
    const wide = Math.max(8, x(Date.parse(round.endAt)) - x(begin));
    return svg`<g class="round is-${round.state} ${round.id === this.chosen ? 'chosen' : ''}" @click=${() => this.choose(round.id)}>
      <rect class="whole" x=${x(begin)} y="2" width=${wide} height="24" rx="5"/>
      ${round.stops.map((/** @type {any} */ stop) => svg`<rect class="window" x=${x(Date.parse(stop.onTimeFrom))} y="6" width=${Math.max(2, x(Date.parse(stop.onTimeTo)) - x(Date.parse(stop.onTimeFrom)))} height="16" rx="3"/>`)}
      ${round.stops.map((/** @type {any} */ stop) => (stop.at
        ? svg`<circle class="scan is-${stop.status}" cx=${x(Date.parse(stop.at))} cy="14" r="5"/>`
        : stop.status === 'MISSED' ? svg`<path class="miss ${stop.excuse ? 'excused' : ''}" transform="translate(${(x(Date.parse(stop.onTimeFrom)) + x(Date.parse(stop.onTimeTo))) / 2} 14)" d="M-5-5L5 5M5-5L-5 5"/>` : nothing))}</g>`;
  }

  /** @param {any[]} all */
  list(all) {
    const zone = zoneOf(this.filter.site);
    const some = all.filter((round) => belongs(round, this.group)).sort((one, other) => (one.plannedAt < other.plannedAt ? -1 : 1));
    return html`<div class="row" role="group" aria-label=${t('patrol.show')}>${GROUPS.map((group) => html`<button aria-pressed=${group === this.group ? 'true' : 'false'} @click=${() => { this.group = group; this.address(); }}>${t(`patrol.group.${group}`)} <span class="quiet">${all.filter((round) => belongs(round, group)).length}</span></button>`)}</div>
      <ul class="events rounds">${repeat(some, (round) => round.id, (round) => html`<li><button class="round-row" aria-expanded=${round.id === this.chosen ? 'true' : 'false'} @click=${() => this.choose(round.id)}>
        <span>${clock(round.plannedAt, zone).slice(0, 5)}</span><span class="who">${round.routeName}</span><span>${roundChip(round)}</span>
        <span>${t('patrol.progress', { made: round.made, planned: round.planned })}</span>
        <span>${round.missing ? html`<span class="chip bad">${t('patrol.missing', { count: round.missing })}</span>` : round.officers.map((/** @type {any} */ one) => one.name).join(', ')}</span></button></li>`)}</ul>`;
  }
}

/** Rows of the board: a route's rounds side by side, and below each other where they overlap. @param {any[]} all */
function lanes(all) {
  /** @type {Map<string, {key: string, name: string, end: number, rounds: any[]}[]>} */
  const routes = new Map();
  for (const round of [...all].sort((one, other) => (one.plannedAt < other.plannedAt ? -1 : 1))) {
    const rows = routes.get(round.route) ?? [];
    routes.set(round.route, rows);
    let row = rows.find((one) => one.end <= Date.parse(round.plannedAt));
    if (!row) {
      row = { key: `${round.route}/${rows.length}`, name: rows.length ? '' : round.routeName, end: 0, rounds: [] };
      rows.push(row);
    }
    row.rounds.push(round);
    row.end = Date.parse(round.endAt);
  }
  return [...routes.values()].flat();
}

/** @param {any} round @param {string} group */
function belongs(round, group) {
  const over = ['COMPLETED', 'COMPLETED_LATE', 'INCOMPLETE', 'MISSED', 'CANCELLED', 'CLOSED'].includes(round.state);
  return group === 'all' || (group === 'trouble' ? round.missing > 0 || round.state === 'LATE_START' : group === 'over' ? over : !over);
}

customElements.define('gh-patrol', Patrol);
