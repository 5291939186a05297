// The queue: what is on its way to devices, what waits for a second person, and how the rest ended.
// @ts-check
import { ago, busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api, may, query } from '../lib/api.js';
import { commandChip } from '../lib/says.js';
import { Page } from '../lib/page.js';
import { zoneOf } from '../lib/zones.js';
import '../parts/job-form.js';

const STATES = ['QUEUED', 'ACCEPTED', 'SENT', 'ACKNOWLEDGED', 'DONE', 'FAILED', 'EXPIRED', 'CANCELLED'];
const ENDED = ['DONE', 'FAILED', 'EXPIRED', 'CANCELLED'];
const OVERDUE_MILLIS = 6000;
/** What a device may not have yet. */
const WAITS = ['QUEUED', 'ACCEPTED'];
/** These belong to a rollout, to settings, or to the gateway itself. */
const OF_FLEET = ['Configure', 'UpdateFirmware', 'RevertFirmware', 'ConfigureGateway'];

class Queue extends Page {
  static properties = { who: { attribute: false }, commands: { state: true }, jobs: { state: true }, filter: { state: true }, came: { state: true } };

  constructor() {
    super();
    this.who = null;
    /** @type {any[]} */
    this.commands = [];
    /** @type {any[]} */
    this.jobs = [];
    /** What is new and waits until somebody wants to see it. @type {Set<string>} */
    this.came = new Set();
    /** @type {Record<string, string>} */
    this.filter = Object.fromEntries(new URLSearchParams(location.search));
  }

  connectedCallback() {
    super.connectedCallback();
    this.hear('commands', ({ items }) => this.changed(items));
    this.hear('jobs', ({ items }) => this.decided(items));
    this.every(OVERDUE_MILLIS, () => this.overdue());
  }

  /** That a time is over nobody tells: asked only of those whose time is. */
  overdue() {
    const now = new Date().toISOString();
    this.commands.filter((one) => !ENDED.includes(one.state) && one.expiresAt < now).slice(0, 20).forEach((one) => this.again(one.id));
  }

  /** Rows change where they are; nothing moves under somebody's finger. @param {any[]} items */
  changed(items) {
    const news = new Map(items.map((one) => [one.id, one]));
    this.commands = this.commands.map((one) => news.get(one.id) ?? one);
    const known = new Set(this.commands.map((one) => one.id));
    const came = items.filter((one) => !known.has(one.id) && this.wanted(one)).map((one) => one.id);
    this.came = new Set([...this.came, ...came].filter((id) => !ENDED.includes(news.get(id)?.state) || this.filter.state));
    items.filter((one) => one.type === 'CancelCommand' && known.has(one.data?.command)).forEach((one) => this.again(one.data.command));
  }

  /** @param {any} one */
  wanted(one) {
    const { state, job } = this.filter;
    return one.type !== 'CancelCommand' && !job && (state ? one.state === state : !ENDED.includes(one.state));
  }

  /** What the gateway says to a wish to take it back stands at the command. @param {string} id */
  async again(id) {
    const now = await api.get(`/commands/${id}`).catch(() => null);
    this.commands = this.commands.map((one) => (now && one.id === id ? now : one));
  }

  /** @param {any[]} items */
  decided(items) {
    const news = new Map(items.filter((one) => !one.gone).map((one) => [one.id, one]));
    const known = new Set(this.jobs.map((one) => one.id));
    this.jobs = [...items.filter((one) => !one.gone && !known.has(one.id)), ...this.jobs.map((one) => news.get(one.id) ?? one)];
  }

  async load() {
    const [commands, jobs] = await Promise.all([
      api.get(`/commands${query({ open: this.filter.state || this.filter.job ? '' : 'true', ...this.filter, limit: 200 })}`),
      api.get('/jobs?limit=20'),
    ]);
    this.commands = commands.items;
    this.jobs = jobs.items;
    this.came = new Set();
  }

  /** @param {any} command */
  async cancel(command) {
    await this.attempt(async () => {
      const now = await api.post(`/commands/${command.id}/cancel`, {});
      this.commands = this.commands.map((one) => (one.id === now.id ? now : one));
    });
  }

  /** @param {any} job */
  async cancelJob(job) {
    await this.attempt(async () => {
      const now = await api.post(`/sites/${job.site}/jobs/${job.id}/cancel`, {});
      this.jobs = this.jobs.map((one) => (one.id === now.id ? now : one));
    });
  }

  /** @param {string} state */
  choose(state) {
    this.filter = state ? { state } : {};
    history.replaceState(null, '', `/queue${query(this.filter)}`);
    this.read();
  }

  /** @param {any} job @param {boolean} agreed */
  async decide(job, agreed) {
    await this.attempt(async () => {
      await api.post(`/sites/${job.site}/jobs/${job.id}/decision`, { agreed });
      await this.load();
    });
  }

  render() {
    const waiting = this.jobs.filter((one) => one.state === 'WAITING');
    const others = this.jobs.filter((one) => one.state !== 'WAITING');
    return html`${this.head('nav.queue')}
      ${may(this.who, ['admin', 'operator']) ? html`<gh-job-form @made=${() => this.read()}></gh-job-form>` : nothing}
      ${waiting.length ? html`<section class="stack" aria-labelledby="waits"><h2 id="waits">${t('queue.second')}</h2><ul class="attention">${waiting.map((one) => this.job(one))}</ul></section>` : nothing}
      <form class="filters" role="search" @submit=${(/** @type {Event} */ e) => e.preventDefault()}><label class="field">${t('queue.state')}<select @change=${(/** @type {any} */ e) => this.choose(e.target.value)}>
        <option value="">${t('queue.open')}</option>${STATES.map((state) => html`<option value=${state} ?selected=${this.filter.state === state}>${t(`command.state.${state}`)}</option>`)}</select></label></form>
      ${this.came.size ? html`<p><button class="primary" @click=${() => this.read()}>${t('queue.news', { count: this.came.size })}</button></p>` : nothing}
      ${this.loading ? busy() : this.commands.length ? html`<ul class="commands card" aria-live="polite">${repeat(this.commands, (one) => one.id, (one) => this.line(one))}</ul>` : html`<p class="notice good"><span aria-hidden="true">✓ </span>${t('queue.none')}</p>`}
      ${others.length ? html`<section class="stack" aria-labelledby="jobs"><h2 id="jobs">${t('queue.jobs')}</h2><ul class="attention">${others.map((one) => this.job(one))}</ul></section>` : nothing}`;
  }

  /** @param {any} one */
  line(one) {
    const zone = zoneOf(one.site);
    return html`<li><div class="spread"><strong>${t(`command.type.${one.type}`)} · <a href=${one.device === one.gateway ? '/gateways' : `/devices/${one.site}/${one.device}`}>${one.device}</a></strong>${commandChip(one.state)}</div>
      <p class="quiet small">${one.site} · ${one.operator} · <time datetime=${one.issuedAt} title=${moment(one.issuedAt, zone)}>${ago(one.issuedAt)}</time> · ${t('queue.until', { when: moment(one.expiresAt, zone) })}${one.reason ? ` · ${one.reason}` : ''}${one.message ? ` · ${one.message}` : ''}</p>
      ${one.cancel ? html`<p class="small ${one.cancel.state === 'FAILED' ? 'notice warn' : 'quiet'}">${this.takesBack(one)}</p>` : nothing}
      ${this.mayCancel(one) ? html`<div class="row"><button aria-label=${`${t('queue.cancel')} ${t(`command.type.${one.type}`)} ${one.device}`} @click=${() => this.cancel(one)}>${t('queue.cancel')}</button></div>` : nothing}</li>`;
  }

  /** @param {any} one */
  mayCancel(one) {
    return !one.cancel && WAITS.includes(one.state) && !OF_FLEET.includes(one.type) && may(this.who, ['admin', 'operator']);
  }

  /** Asked for, done, or too late for it. @param {any} one */
  takesBack(one) {
    const { by, state } = one.cancel;
    if (one.state === 'CANCELLED') {
      return t('queue.cancelled', { who: by });
    }
    return t(state === 'FAILED' ? 'queue.notCancelled' : 'queue.cancelling', { who: by });
  }

  /** @param {any} one */
  job(one) {
    const tally = Object.entries(one.tally).map(([state, count]) => `${t(`command.state.${state}`)} ${count}`).join(' · ');
    return html`<li class="card stack"><div class="spread"><strong>${t(`command.type.${one.type}`)} · ${t('rollout.devices', { count: one.devices.length })}</strong><span class="chip ${one.state === 'WAITING' ? 'warn' : ''}">${t(`jobState.${one.state}`)}</span></div>
      <p>${one.reason}</p><p class="quiet small">${one.site} · ${one.madeBy}${one.decidedBy ? ` · ${t('queue.by', { who: one.decidedBy })}` : ''}${tally ? ` · ${tally}` : ''} · ${one.devices.slice(0, 12).join(', ')}</p>
      ${one.state === 'WAITING' ? html`<div class="row">${one.madeBy === this.who?.user ? html`<span class="quiet small">${t('queue.notYou')}</span>` : html`<button class="primary" @click=${() => this.decide(one, true)}>${t('queue.agree')}</button>`}<button @click=${() => this.decide(one, false)}>${t('queue.refuse')}</button></div>` : html`<div class="row"><a href="/queue?job=${one.id}">${t('queue.itsCommands')}</a>${one.state === 'RUNNING' && WAITS.some((state) => one.tally[state]) && may(this.who, ['admin', 'operator']) ? html`<button @click=${() => this.cancelJob(one)}>${t('queue.cancelJob')}</button>` : nothing}</div>`}</li>`;
  }
}

customElements.define('gh-queue', Queue);
