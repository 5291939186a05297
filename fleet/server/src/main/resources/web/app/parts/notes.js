// What people write and photograph about a device. A note waits in the browser while there is no network.
// @ts-check
import { GhElement, ago, html, moment, nothing, repeat, t } from '/kit/kit.js';
import { api } from '../lib/api.js';
import { smallPhoto } from '../lib/commission.js';
import { send, waiting } from '../lib/outbox.js';
import { zoneOf } from '../lib/zones.js';
import { photoGone, photoOf } from './timeline.js';
import './outbox-line.js';

class Notes extends GhElement {
  static properties = { site: { attribute: false }, device: { attribute: false }, name: { attribute: false }, user: { attribute: false }, writes: { attribute: false }, deletes: { attribute: false }, items: { state: true }, problem: { state: true }, sending: { state: true } };

  constructor() {
    super();
    this.site = '';
    this.device = '';
    this.name = '';
    this.user = '';
    this.writes = false;
    this.deletes = false;
    /** @type {any[]} */
    this.items = [];
    /** @type {any} */
    this.problem = null;
    this.sending = false;
    this.waited = 0;
    this.outboxChanged = () => this.caughtUp();
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('gh-outbox', this.outboxChanged);
    this.read();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('gh-outbox', this.outboxChanged);
  }

  path() {
    return `/sites/${this.site}/devices/${this.device}/notes`;
  }

  async read() {
    const was = this.path();
    const answer = await api.get(`${was}?limit=100`).catch(() => null);
    if (answer && was === this.path()) {
      this.items = answer.items;
    }
  }

  /** What waited has arrived. */
  caughtUp() {
    const now = waiting().filter((one) => one.path === this.path() && !one.refused).length;
    if (now < this.waited) {
      this.read();
      this.dispatchEvent(new Event('noted', { bubbles: true }));
    }
    this.waited = now;
  }

  /** @param {Event} submit */
  async add(submit) {
    submit.preventDefault();
    const form = /** @type {HTMLFormElement} */ (submit.target);
    const data = new FormData(form);
    const text = String(data.get('text') ?? '').trim();
    const file = /** @type {File|null} */ (data.get('photo'));
    this.problem = null;
    if (!text && !file?.size) {
      this.problem = { message: t('notes.empty') };
      return;
    }
    this.sending = true;
    try {
      const photo = file?.size ? (await smallPhoto(file)).data : undefined;
      await send(this.path(), { ...(text ? { text } : {}), ...(photo ? { photo } : {}) }, { what: 'note', name: this.name });
      form.reset();
    } catch (refused) {
      this.problem = refused;
    }
    this.sending = false;
    await this.read();
    this.dispatchEvent(new Event('noted', { bubbles: true }));
  }

  /** @param {any} note */
  async erase(note) {
    if (!window.confirm(t('notes.deleteSure'))) {
      return;
    }
    try {
      await api.remove(`${this.path()}/${note.id}`);
      this.problem = null;
    } catch (refused) {
      this.problem = refused;
    }
    await this.read();
    this.dispatchEvent(new Event('noted', { bubbles: true }));
  }

  render() {
    return html`<gh-outbox></gh-outbox>
      ${this.problem ? html`<p class="notice bad" role="alert">${this.problem.message} ${this.problem.hint ?? ''}</p>` : nothing}
      ${this.items.length ? html`<ul class="notes">${repeat(this.items, (one) => one.id, (one) => this.note(one))}</ul>` : html`<p class="quiet">${t('notes.none')}</p>`}
      ${this.writes ? html`<form class="stack" @submit=${(/** @type {Event} */ e) => this.add(e)}>
        <label class="field">${t('notes.text')}<textarea name="text" rows="3" maxlength="4000"></textarea></label>
        <label class="field">${t('notes.photoField')}<input name="photo" type="file" accept="image/jpeg,image/png"></label>
        <p class="quiet small">${t('notes.how')}</p>
        <div><button class="primary" ?disabled=${this.sending}>${t('notes.add')}</button></div></form>` : nothing}`;
  }

  /** @param {any} note */
  note(note) {
    const own = this.deletes || (this.writes && note.by === this.user);
    return html`<li class="stack">${note.text ? html`<p class="note-text">${note.text}</p>` : nothing}
      ${note.photo ? html`<a href=${photoOf(this.site, this.device, note)} target="_blank" rel="noopener"><img class="snapshot" loading="lazy" src=${photoOf(this.site, this.device, note)} width=${note.photo.width} height=${note.photo.height} alt=${t('notes.photo', { who: note.by })}></a>` : nothing}
      ${photoGone(note, this.site)}
      <div class="spread"><p class="quiet small">${t('notes.by', { who: note.by })} · <time datetime=${note.at} title=${moment(note.at, zoneOf(this.site))}>${ago(note.at)}</time></p>
        ${own ? html`<button @click=${() => this.erase(note)} aria-label=${t('notes.deleteOf', { who: note.by, when: moment(note.at, zoneOf(this.site)) })}>${t('notes.delete')}</button>` : nothing}</div></li>`;
  }
}

customElements.define('gh-notes', Notes);
