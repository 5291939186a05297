// Ctrl+K: to any page or device by typing a part of its name; "?" lists the keys.
// @ts-check
import { GhElement, html, nothing, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';
import { grouped, keyOf } from '../lib/pages.js';
import { go } from '../lib/route.js';

class Palette extends GhElement {
  static properties = { pages: { attribute: false }, mode: { state: true }, words: { state: true }, devices: { state: true } };

  constructor() {
    super();
    /** @type {any[]} */
    this.pages = [];
    this.mode = '';
    this.words = '';
    /** @type {any[]} */
    this.devices = [];
  }

  open() {
    this.show('find');
  }

  help() {
    this.show('help');
  }

  /** @param {string} mode */
  async show(mode) {
    this.mode = mode;
    this.words = '';
    this.devices = [];
    await this.updateComplete;
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  /** @param {string} words */
  async find(words) {
    this.words = words;
    this.devices = words.length > 1 ? (await api.get(`/devices${query({ q: words, limit: 8 })}`)).items : [];
  }

  /** @param {string} path */
  choose(path) {
    /** @type {HTMLDialogElement} */ (this.querySelector('dialog')).close();
    go(path);
  }

  found() {
    const words = this.words.toLowerCase();
    return [
      ...this.pages.filter((page) => t(page.key).toLowerCase().includes(words)).map((page) => ({ path: page.path, name: t(page.key) })),
      ...this.devices.map((one) => ({ path: `/devices/${one.site}/${one.id}`, name: `${one.name} · ${one.site}` })),
    ];
  }

  render() {
    if (!this.mode) {
      return nothing;
    }
    return html`<dialog aria-label=${t(this.mode === 'find' ? 'palette.open' : 'palette.keys')} @close=${() => { this.mode = ''; }}>
      ${this.mode === 'find' ? this.finder() : this.keys()}</dialog>`;
  }

  finder() {
    const found = this.found();
    return html`<form class="stack" @submit=${(/** @type {Event} */ e) => { e.preventDefault(); if (found[0]) { this.choose(found[0].path); } }}>
      <label class="field">${t('palette.where')}<input type="search" autofocus @input=${(/** @type {any} */ e) => this.find(e.target.value)}></label>
      <ul class="found">${found.map((one) => html`<li><a href=${one.path} @click=${() => this.choose(one.path)}>${one.name}</a></li>`)}</ul>
    </form>`;
  }

  keys() {
    return html`<div class="stack"><div class="spread"><h2>${t('palette.keys')}</h2><button autofocus @click=${() => /** @type {any} */ (this.querySelector('dialog')).close()}>${t('page.close')}</button></div>
      <p class="quiet small">${t('palette.keysWhat')}</p>
      ${this.keyList([['Ctrl K', t('palette.open')], ['?', t('palette.keys')], ['j', t('palette.next')], ['k', t('palette.before')]])}
      ${grouped(this.pages).map(([group, pages]) => html`<section class="stack" aria-label=${t(`navGroup.${group || 'daily'}`)}><h3>${t(`navGroup.${group || 'daily'}`)}</h3>
        ${this.keyList(pages.filter((page) => page.letter).map((page) => [`g ${keyOf(page)}`, t(page.key)]))}</section>`)}</div>`;
  }

  /** @param {string[][]} keys the key and what it does */
  keyList(keys) {
    return html`<dl class="keys">${keys.map(([key, word]) => html`<div><dt>${key.split(' ').map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${word}</dd></div>`)}</dl>`;
  }
}

customElements.define('gh-palette', Palette);
