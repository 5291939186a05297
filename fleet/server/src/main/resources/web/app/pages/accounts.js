// Everybody's accounts: who may do what where and until when, and what to do when somebody is locked out or leaves.
// @ts-check
import { ago, busy, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { Page } from '../lib/page.js';
import { go } from '../lib/route.js';

export const ROLES = ['admin', 'operator', 'viewer', 'auditor', 'technician', 'gate-post', 'guard', 'resident'];

class Accounts extends Page {
  static properties = { name: {}, accounts: { state: true }, sites: { state: true }, grants: { state: true }, once: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.name = '';
    /** @type {any[]} */
    this.accounts = [];
    /** @type {any[]} */
    this.sites = [];
    /** @type {any[]} what the form shows */
    this.grants = [];
    this.once = '';
    this.said = '';
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has('name') && changed.get('name') !== undefined) {
      this.problem = null;
      this.once = '';
      this.said = '';
      this.show();
    }
  }

  async load() {
    [this.accounts, this.sites] = (await Promise.all([api.get('/accounts'), api.get('/sites')])).map((answer) => answer.items);
    this.show();
  }

  show() {
    this.grants = (this.account()?.grants ?? [{ role: 'operator' }]).map((/** @type {any} */ one) => ({ ...one }));
  }

  account() {
    return this.accounts.find((one) => one.name === this.name);
  }

  /** @param {() => Promise<any>} task @param {string} said */
  async act(task, said) {
    this.once = '';
    this.said = '';
    if (await this.attempt(task)) {
      this.said = said;
      await this.load();
    }
  }

  /** @param {Event} submit */
  async save(submit) {
    submit.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (submit.target));
    const text = (/** @type {string} */ name) => String(data.get(name) ?? '').trim();
    const time = (/** @type {string} */ name) => (text(name) ? new Date(text(name)).toISOString() : undefined);
    const grants = this.grants.map((_, i) => ({ site: text(`site${i}`) || undefined, role: text(`role${i}`), from: time(`from${i}`), until: time(`until${i}`), reason: text(`why${i}`) || undefined }));
    const fresh = this.name === 'new';
    const name = fresh ? text('name').toLowerCase() : this.name;
    const body = { shown: text('shown') || undefined, disabled: data.get('disabled') === 'on', elsewhere: data.get('elsewhere') === 'on', grants };
    let once = '';
    await this.act(async () => {
      once = (await api.put(`/accounts/${encodeURIComponent(name)}`, body, text('reason'))).password ?? '';
    }, t('accounts.saved'));
    if (!this.problem) {
      if (fresh) {
        go(`/accounts/${encodeURIComponent(name)}`);
        await this.updateComplete;
        await this.load();
      }
      this.once = once;
    }
  }

  render() {
    if (this.loading) {
      return html`${this.head('nav.accounts')}${busy()}`;
    }
    if (!this.name) {
      return html`${this.head('nav.accounts', html`<a class="button" href="/accounts/new">${t('accounts.add')}</a>`)}
        <p class="quiet">${t('accounts.what')}</p>
        <ul class="devices">${repeat(this.accounts, (one) => one.name, (one) => this.row(one))}</ul>`;
    }
    const account = this.account();
    if (!account && this.name !== 'new') {
      return html`${this.head('nav.accounts')}<p class="notice">${t('accounts.none')}</p><p><a href="/accounts">${t('accounts.all')}</a></p>`;
    }
    return html`<div class="spread page-head"><h1 tabindex="-1">${account ? account.shown ?? account.name : t('accounts.add')}</h1><a class="button" href="/accounts">${t('accounts.all')}</a></div>
      ${this.problemLine()}
      ${this.said ? html`<p class="notice good" role="status">${this.said}</p>` : nothing}
      ${this.once ? html`<div class="notice warn" role="status"><p>${t('accounts.once')}</p><pre class="mono" tabindex="0">${this.once}</pre></div>` : nothing}
      <div class="columns">${this.form(account)}${account ? this.state(account) : nothing}</div>`;
  }

  /** @param {any} one */
  row(one) {
    const roles = one.grants.filter((/** @type {any} */ grant) => grant.holds);
    return html`<li><a class="device card account" href="/accounts/${encodeURIComponent(one.name)}">
      <span class="who"><strong>${one.shown ?? one.name}</strong><span class="quiet small">${one.name}</span></span>
      <span>${stateChip(one)}</span>
      <span class="small">${roles.length ? roles.map((/** @type {any} */ grant) => this.says(grant)).join(' · ') : t('accounts.noRole')}</span>
      <span class="quiet small">${one.signedInAt ? t('accounts.seen', { ago: ago(one.signedInAt) }) : t('accounts.neverSeen')}</span>
    </a></li>`;
  }

  /** @param {any} grant */
  says(grant) {
    const site = grant.site ? this.sites.find((one) => one.id === grant.site)?.name ?? grant.site : t('accounts.everySite');
    const until = grant.until ? t('accounts.untilThen', { at: moment(grant.until) }) : '';
    return [t(`role.${grant.role}`), site, until].filter(Boolean).join(', ');
  }

  /** @param {any} account */
  form(account) {
    return html`<section class="card stack" aria-labelledby="rights"><h2 id="rights">${t('accounts.rights')}</h2>
      <form class="stack" @submit=${(/** @type {Event} */ e) => this.save(e)}>
        ${account ? nothing : html`<label class="field">${t('session.user')}<input name="name" required maxlength="63" pattern="[A-Za-z0-9][A-Za-z0-9._@+\\-]*" autocapitalize="none" autocomplete="off"></label>`}
        <label class="field">${t('accounts.shown')}<input name="shown" maxlength="200" .value=${account?.shown ?? ''}></label>
        ${this.grants.map((grant, i) => this.grant(grant, i))}
        <div><button type="button" @click=${() => { this.grants = [...this.grants, { role: 'technician' }]; }}>${t('accounts.more')}</button></div>
        ${account ? html`<label class="check"><input name="disabled" type="checkbox" ?checked=${account.disabled}> ${t('accounts.disable')}</label>` : nothing}
        <label class="check"><input name="elsewhere" type="checkbox" ?checked=${account?.elsewhere}> ${t('accounts.elsewhere')}</label>
        <label class="field">${t('changes.why')}<input name="reason" maxlength="500"></label>
        <div class="row"><button class="primary">${t('person.save')}</button></div>
      </form></section>`;
  }

  /** @param {any} grant @param {number} i */
  grant(grant, i) {
    return html`<fieldset class="checks"><legend>${t('accounts.role', { n: String(i + 1) })}${grant.holds === false ? html` <span class="chip">${t('accounts.notNow')}</span>` : nothing}</legend>
      <label class="field">${t('tokens.role')}<select name="role${i}">${ROLES.map((one) => html`<option value=${one} ?selected=${one === grant.role}>${t(`role.${one}`)}</option>`)}</select></label>
      <label class="field">${t('accounts.site')}<select name="site${i}"><option value="">${t('accounts.everySite')}</option>${this.sites.map((one) => html`<option value=${one.id} ?selected=${one.id === grant.site}>${one.name}</option>`)}</select></label>
      <div class="filters"><label class="field">${t('accounts.from')}<input name="from${i}" type="datetime-local" .value=${local(grant.from)}></label>
      <label class="field">${t('accounts.until')}<input name="until${i}" type="datetime-local" .value=${local(grant.until)}></label></div>
      <label class="field">${t('accounts.why')}<input name="why${i}" maxlength="500" .value=${grant.reason ?? ''}></label>
      <div><button type="button" class="danger" @click=${() => { this.grants = this.grants.filter((_, at) => at !== i); }}>${t('accounts.take', { n: String(i + 1) })}</button></div></fieldset>`;
  }

  /** @param {any} account */
  state(account) {
    const path = `/accounts/${encodeURIComponent(account.name)}`;
    return html`<section class="card stack" aria-labelledby="signing"><h2 id="signing">${t('accounts.signing')}</h2>
      <p>${stateChip(account)}</p>
      <dl class="facts">
        <dt>${t('session.user')}</dt><dd>${account.name}</dd>
        <dt>${t('accounts.last')}</dt><dd>${account.signedInAt ? html`${moment(account.signedInAt)}<br><span class="quiet small">${account.signedInFrom}</span>` : t('accounts.neverSeen')}</dd>
        <dt>${t('accounts.failures')}</dt><dd>${account.failures}${account.failedAt ? html`<br><span class="quiet small">${t('accounts.failedFrom', { at: moment(account.failedAt), from: account.failedFrom })}</span>` : nothing}</dd>
        <dt>${t('factor.title')}</dt><dd>${t(account.secondFactor ? 'factor.isOn' : 'factor.isOff')}</dd>
        <dt>${t('passkeys.title')}</dt><dd>${account.passkeys}</dd>
        <dt>${t('accounts.sessions')}</dt><dd>${account.sessions}</dd>
        <dt>${t('tokens.title')}</dt><dd>${account.tokens}</dd>
      </dl>
      <div class="row">
        ${account.lockedUntil || account.failures ? html`<button @click=${() => this.act(() => api.remove(`${path}/lock`), t('accounts.unlocked'))}>${t('accounts.unlock')}</button>` : nothing}
        <button @click=${() => this.act(() => api.remove(`${path}/sessions`), t('accounts.signedOut'))}>${t('accounts.signOut')}</button>
        ${account.secondFactor ? html`<button class="danger" @click=${() => this.act(() => api.remove(`${path}/second-factor`), t('accounts.factorTaken'))}>${t('accounts.takeFactor')}</button>` : nothing}
        ${account.passkeys ? html`<button class="danger" @click=${() => this.act(() => api.remove(`${path}/passkeys`), t('accounts.passkeysTaken'))}>${t('accounts.takePasskeys')}</button>` : nothing}
        <button class="danger" @click=${() => this.reset(path)}>${t('accounts.reset')}</button>
      </div><p class="quiet small">${t('accounts.resetWhat')}</p></section>`;
  }

  /** @param {string} path */
  async reset(path) {
    let once = '';
    await this.act(async () => { once = (await api.post(`${path}/password`)).password; }, t('accounts.resetDone'));
    this.once = once;
  }
}

/** @param {any} one */
function stateChip(one) {
  if (one.disabled) {
    return html`<span class="chip">${t('accounts.isDisabled')}</span>`;
  }
  if (one.lockedUntil) {
    return html`<span class="chip bad"><span aria-hidden="true">✕</span>${t('accounts.isLocked', { at: moment(one.lockedUntil) })}</span>`;
  }
  return one.mustChangePassword
    ? html`<span class="chip warn">${t('accounts.isNew')}</span>`
    : html`<span class="chip good">${t('accounts.isActive')}</span>`;
}

/** A time as the browser's own field takes it. @param {string} [at] */
function local(at) {
  if (!at) {
    return '';
  }
  const time = new Date(at);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

customElements.define('gh-accounts', Accounts);
