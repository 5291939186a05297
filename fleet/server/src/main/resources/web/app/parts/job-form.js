// The same asked of several devices of a site: found by a question, looked at, and only then asked.
// @ts-check
import { GhElement, html, nothing, repeat, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { newRequest } from '../lib/outbox.js';
import { sites } from '../lib/zones.js';

/** What may be asked of devices by hand. */
const TYPES = ['Identify', 'Reboot', 'UnlockDoor'];
/** As many as somebody reads before agreeing. */
const MOST = 200;

class JobForm extends GhElement {
  static properties = { found: { state: true }, wish: { state: true }, second: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** The devices that it would be asked of; nothing until somebody has looked. @type {any[]|null} */
    this.found = null;
    /** @type {any} */
    this.wish = null;
    /** Whether another person has to agree. */
    this.second = false;
    /** @type {any} */
    this.problem = null;
  }

  /** @param {() => Promise<any>} task */
  async attempt(task) {
    try {
      await task();
      this.problem = null;
    } catch (refused) {
      this.problem = refused;
    }
  }

  /** @param {SubmitEvent} submit */
  async look(submit) {
    submit.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const site = String(data.get('site'));
    await this.attempt(async () => {
      this.found = (await api.get(`/devices${query({ site, q: String(data.get('question')).trim(), limit: MOST })}`)).items;
      const devices = this.found.map((/** @type {any} */ one) => one.id);
      this.wish = { site, body: { type: String(data.get('type')), devices, reason: String(data.get('reason')), lifeSeconds: Number(data.get('minutes')) * 60, idempotencyKey: newRequest() } };
      await this.judge();
    });
  }

  /** Whether somebody does this alone: the fleet says so. */
  async judge() {
    const { site, body } = this.wish;
    this.second = body.devices.length > 0 && (await api.post(`/sites/${site}/jobs`, { ...body, dryRun: true })).needsSecond;
  }

  /** @param {string} device */
  async leaveOut(device) {
    this.found = (this.found ?? []).filter((one) => one.id !== device);
    this.wish = { ...this.wish, body: { ...this.wish.body, devices: this.found.map((one) => one.id) } };
    await this.attempt(() => this.judge());
  }

  async ask() {
    await this.attempt(async () => {
      const job = await api.post(`/sites/${this.wish.site}/jobs`, this.wish.body);
      this.found = null;
      this.dispatchEvent(new CustomEvent('made', { detail: job }));
    });
  }

  render() {
    return html`<details class="card fold"><summary><strong>${t('jobs.new')}</strong></summary><div class="stack"><p class="quiet small">${t('jobs.what')}</p>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint ?? ''}</p>` : nothing}
      <form class="filters" @submit=${(/** @type {SubmitEvent} */ e) => this.look(e)}>
        <label class="field">${t('jobs.type')}<select name="type">${TYPES.map((one) => html`<option value=${one}>${t(`command.type.${one}`)}</option>`)}</select></label>
        <label class="field">${t('people.site')}<select name="site" required>${sites().map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select></label>
        <label class="field">${t('rollouts.query')}<input name="question" maxlength="1000" placeholder="type:camera state:online"></label>
        <label class="field">${t('command.reason')}<input name="reason" required maxlength="500"></label>
        <label class="field">${t('jobs.minutes')}<input name="minutes" type="number" min="1" max="10080" value="5" required></label>
        <button>${t('rollouts.look')}</button></form>
      ${this.found ? this.seen(this.found) : nothing}</div></details>`;
  }

  /** Whom it would be asked of. @param {any[]} found */
  seen(found) {
    return html`<div class="stack" role="status"><p><strong>${t('layer.touches', { count: found.length })}</strong> ${this.second ? t('jobs.second') : ''}</p>
      <ul class="commands">${repeat(found, (one) => one.id, (one) => html`<li><div class="spread"><a href="/devices/${one.site}/${one.id}">${one.name}</a><span class="quiet small">${t(`presence.${one.presence}`)}</span><button aria-label=${`${t('jobs.leaveOut')} ${one.name}`} @click=${() => this.leaveOut(one.id)}>${t('jobs.leaveOut')}</button></div></li>`)}</ul>
      ${found.length ? html`<div class="row"><button class="primary" @click=${() => this.ask()}>${t(this.second ? 'jobs.askSecond' : 'jobs.ask')}</button></div>` : nothing}</div>`;
  }
}

customElements.define('gh-job-form', JobForm);
