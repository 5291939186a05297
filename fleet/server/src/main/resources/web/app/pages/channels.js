// Where alarms are told: channels, a test of each, and what became of every message.
// @ts-check
import { ago, busy, html, moment, nothing, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';

const KINDS = ['EMAIL', 'DINGTALK', 'WECOM', 'FEISHU', 'SLACK', 'WEBHOOK'];
const STEPS = ['RAISED', 'RAISED_AGAIN', 'ESCALATED', 'CLEARED'];
const SIGNED = ['DINGTALK', 'FEISHU', 'WEBHOOK'];
const FRESH = { id: '', name: '', kind: 'EMAIL', target: '', query: 'severity:critical', level: 0, steps: ['RAISED', 'ESCALATED', 'CLEARED'], language: 'zh-CN', enabled: true };
const LOOK = { SENT: 'good', FAILED: 'bad', WAITING: 'warn' };

class Channels extends Page {
  static properties = { channels: { state: true }, log: { state: true }, edited: { state: true }, told: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.channels = [];
    /** @type {any[]} */
    this.log = [];
    /** @type {any} */
    this.edited = null;
    this.told = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.every(10000, () => this.attempt(async () => { this.log = (await api.get('/notifications')).items; }));
  }

  async load() {
    [this.channels, this.log] = [(await api.get('/channels')).items, (await api.get('/notifications')).items];
  }

  /** @param {Event} submit */
  async save(submit) {
    submit.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const secret = String(form.get('secret') ?? '').trim();
    const channel = {
      name: String(form.get('name')).trim(), kind: String(form.get('kind')), target: String(form.get('target')).trim(), ...(secret ? { secret } : {}),
      query: String(form.get('query')).trim(), level: Number(form.get('level')), steps: form.getAll('steps').map(String), language: String(form.get('language')), enabled: form.get('enabled') === 'on',
    };
    const id = this.edited.id || `channel-${Date.now().toString(36)}`;
    if (await this.attempt(() => api.put(`/channels/${id}`, channel))) {
      this.edited = null;
      await this.read();
    }
  }

  /** @param {any} channel */
  async test(channel) {
    this.told = '';
    await this.attempt(async () => {
      const answer = await api.post(`/channels/${channel.id}/test`, undefined);
      this.told = answer.sent ? t('channels.sent', { name: channel.name }) : t('channels.notSent', { name: channel.name, why: answer.error });
    });
  }

  /** @param {any} channel */
  async forget(channel) {
    if (window.confirm(t('channels.forgetSure', { name: channel.name })) && await this.attempt(() => api.remove(`/channels/${channel.id}`))) {
      await this.read();
    }
  }

  render() {
    return html`${this.head('nav.channels', html`<a href="/alarms">${t('nav.alarms')}</a>`)}
      ${this.told ? html`<p class="notice" role="status">${this.told}</p>` : nothing}
      ${this.loading ? busy() : html`${this.list()}${this.edited ? this.editor(this.edited) : nothing}${this.messages()}`}`;
  }

  list() {
    return html`<section class="stack" aria-labelledby="channels"><div class="spread"><h2 id="channels">${t('channels.list')}</h2><button @click=${() => { this.edited = { ...FRESH }; }}>${t('channels.add')}</button></div>
      ${this.channels.length ? html`<ul class="attention">${this.channels.map((one) => html`<li class="card"><div class="spread"><h3>${one.name}</h3><span class="row"><span class="chip">${t(`channels.kind.${one.kind}`)}</span>${one.enabled ? nothing : html`<span class="chip warn">${t('channels.off')}</span>`}</span></div>
        <p class="small"><code class="wrap">${one.target}</code></p>
        <p class="small quiet">${one.level ? t('channels.atLevel', { level: one.level }) : t('channels.atOnce')} · ${one.query ? html`<code>${one.query}</code>` : t('channels.all')}</p>
        <div class="row"><button @click=${() => this.test(one)}>${t('channels.test')}</button><button @click=${() => { this.edited = one; }}>${t('channels.change')}</button><button @click=${() => this.forget(one)}>${t('channels.forget')}</button></div></li>`)}</ul>`
    : html`<p class="notice">${t('channels.none')}</p>`}</section>`;
  }

  /** @param {any} one */
  editor(one) {
    return html`<section class="card" aria-labelledby="edit-channel"><form class="stack" @submit=${(/** @type {Event} */ e) => this.save(e)}><h2 id="edit-channel">${t(one.id ? 'channels.change' : 'channels.add')}</h2>
      <label class="field">${t('channels.name')}<input name="name" required maxlength="200" .value=${one.name}></label>
      <label class="field">${t('channels.kind')}<select name="kind" @change=${(/** @type {any} */ e) => { this.edited = { ...one, kind: e.target.value }; }}>${KINDS.map((kind) => html`<option value=${kind} ?selected=${one.kind === kind}>${t(`channels.kind.${kind}`)}</option>`)}</select></label>
      <label class="field">${t(one.kind === 'EMAIL' ? 'channels.addresses' : 'channels.url')}<input name="target" required maxlength="2000" spellcheck="false" .value=${one.target}></label>
      ${SIGNED.includes(one.kind) ? html`<label class="field">${t(one.signs ? 'channels.secretKept' : 'channels.secret')}<input name="secret" type="password" autocomplete="off" maxlength="500"></label>` : nothing}
      <label class="field">${t('channels.query')}<input name="query" maxlength="1000" spellcheck="false" .value=${one.query}></label>
      <div class="pair"><label class="field">${t('channels.level')}<input name="level" type="number" min="0" max="9" .value=${String(one.level)}></label>
        <label class="field">${t('channels.language')}<select name="language"><option value="zh-CN" ?selected=${one.language === 'zh-CN'}>中文</option><option value="en" ?selected=${one.language === 'en'}>English</option></select></label></div>
      <fieldset class="checks"><legend>${t('channels.steps')}</legend>${STEPS.map((step) => html`<label class="check"><input type="checkbox" name="steps" value=${step} .checked=${one.steps.includes(step)}>${t(`alarmStep.${step}`)}</label>`)}</fieldset>
      <label class="check"><input type="checkbox" name="enabled" .checked=${one.enabled}>${t('channels.enabled')}</label>
      <div class="row"><button class="primary" type="submit">${t('rules.save')}</button><button type="button" @click=${() => { this.edited = null; }}>${t('page.cancel')}</button></div></form></section>`;
  }

  messages() {
    return html`<section class="stack" aria-labelledby="log"><h2 id="log">${t('channels.log')}</h2>
      ${this.log.length ? html`<div class="scroll" tabindex="0"><table><thead><tr>${['when', 'channel', 'what', 'state', 'tries', 'error'].map((one) => html`<th>${t(`channels.column.${one}`)}</th>`)}</tr></thead>
        <tbody>${this.log.map((one) => html`<tr><td><time datetime=${one.created} title=${moment(one.created)}>${ago(one.created)}</time></td><td>${one.channelName}</td>
          <td>${t(`alarmStep.${one.step}`)}: ${one.alarm ? html`<a href="/alarms/${one.site}/${one.alarm}">${one.alarmName || one.kind}</a>` : nothing}</td>
          <td><span class="chip ${LOOK[/** @type {keyof LOOK} */ (one.state)]}">${t(`channels.state.${one.state}`)}</span></td><td>${one.attempts}</td><td>${one.error ?? ''}</td></tr>`)}</tbody></table></div>`
    : html`<p class="quiet">${t('channels.noLog')}</p>`}</section>`;
  }
}

customElements.define('gh-channels', Channels);
