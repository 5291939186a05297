// The box in which a list is asked: suggestions while one types, the place of a fault, views that have a name.
// @ts-check
import { GhElement, has, html, nothing, t } from '/kit/kit.js';
import { api, query } from '../lib/api.js';

class Asked extends GhElement {
  static properties = { list: { type: String }, value: { type: String }, offers: { state: true }, fault: { state: true }, views: { state: true }, chosen: { state: true } };

  constructor() {
    super();
    this.list = 'devices';
    this.value = '';
    /** @type {any[]} */
    this.offers = [];
    /** @type {any} */
    this.fault = null;
    /** @type {any[]} */
    this.views = [];
    this.chosen = -1;
    this.turn = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.readViews();
  }

  async readViews() {
    this.views = (await api.get(`/search/${this.list}/views`).catch(() => ({ items: [] }))).items;
  }

  /** @returns {HTMLInputElement} */
  input() {
    return /** @type {any} */ (this.querySelector('input[role="combobox"]'));
  }

  /** Asks what may stand at the cursor; an answer that was overtaken is dropped. */
  async suggest() {
    const turn = ++this.turn;
    const { value, selectionStart } = this.input();
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const answer = await api.get(`/search/${this.list}${query({ q: value, at: selectionStart ?? value.length, zone })}`).catch(() => null);
    if (turn === this.turn && answer) {
      this.offers = answer.items;
      this.fault = value.trim() ? answer.fault ?? null : null;
      this.chosen = -1;
    }
  }

  /** @param {any} offer */
  async take(offer) {
    const input = this.input();
    const space = offer.kind === 'VALUE' ? ' ' : '';
    input.value = input.value.slice(0, offer.from) + offer.text + space + input.value.slice(offer.to).replace(/^ /, '');
    const at = offer.from + offer.text.length + space.length;
    input.focus();
    input.setSelectionRange(at, at);
    await this.suggest();
  }

  /** @param {KeyboardEvent} key */
  pressed(key) {
    if (key.key === 'ArrowDown' || key.key === 'ArrowUp') {
      if (this.offers.length) {
        key.preventDefault();
        const step = key.key === 'ArrowDown' ? 1 : -1;
        this.chosen = (this.chosen + step + this.offers.length) % this.offers.length;
      }
    } else if (key.key === 'Enter' && this.chosen >= 0) {
      key.preventDefault();
      this.take(this.offers[this.chosen]);
    } else if (key.key === 'Escape') {
      this.close();
    }
  }

  close() {
    this.offers = [];
    this.chosen = -1;
    this.turn++;
  }

  /** @param {Event} submit */
  ask(submit) {
    submit.preventDefault();
    this.close();
    this.say(this.input().value.trim());
  }

  /** @param {string} question */
  say(question) {
    this.value = question;
    this.dispatchEvent(new CustomEvent('asked', { detail: question, bubbles: true }));
  }

  async keep() {
    const name = window.prompt(t('asked.viewName'))?.trim();
    if (name) {
      const question = this.input().value.trim();
      await api.put(`/search/${this.list}/views/${encodeURIComponent(name.replace(/\s+/g, '-'))}`, { query: question, shared: true })
        .catch((refused) => { this.fault = { code: '', message: `${refused.message} ${refused.hint ?? ''}` }; });
      await this.readViews();
    }
  }

  faultLine() {
    if (!this.fault) {
      return nothing;
    }
    const key = `asked.fault.${this.fault.code}`;
    const said = has(key) ? t(key, { what: this.fault.what, at: this.fault.at + 1 }) : this.fault.message;
    const known = this.fault.known?.length ? html` <span class="quiet">${t('asked.known', { known: this.fault.known.join(', ') })}</span>` : nothing;
    return html`<p class="wrong small" id="asked-fault" role="status">${said}${known}</p>`;
  }

  render() {
    const open = this.offers.length > 0;
    return html`<form class="asked" role="search" @submit=${(/** @type {Event} */ e) => this.ask(e)}>
      <label class="field">${t(`asked.label.${this.list}`)}
        <input type="text" role="combobox" autocomplete="off" spellcheck="false" .value=${this.value}
          placeholder=${t(`asked.example.${this.list}`)} aria-expanded=${open ? 'true' : 'false'} aria-controls="asked-offers" aria-autocomplete="list"
          aria-activedescendant=${this.chosen >= 0 ? `asked-${this.chosen}` : nothing} aria-invalid=${this.fault ? 'true' : 'false'} aria-describedby=${this.fault ? 'asked-fault' : nothing}
          @input=${() => this.suggest()} @keydown=${(/** @type {KeyboardEvent} */ e) => this.pressed(e)} @blur=${() => setTimeout(() => this.close(), 200)}></label>
      <ul id="asked-offers" class="offers" role="listbox" aria-label=${t('asked.offers')} ?hidden=${!open}>
        ${this.offers.map((one, at) => html`<li role="option" id="asked-${at}" aria-selected=${at === this.chosen ? 'true' : 'false'} @mousedown=${(/** @type {Event} */ e) => { e.preventDefault(); this.take(one); }}>${one.text}</li>`)}</ul>
      ${this.faultLine()}
      <div class="row small">${this.views.map((view) => html`<button type="button" class="small" aria-pressed=${this.value === view.query ? 'true' : 'false'} @click=${() => this.say(view.query)}>${view.name}</button>`)}
        ${this.value ? html`<button type="button" @click=${() => this.keep()}>${t('asked.keep')}</button><button type="button" @click=${() => this.say('')}>${t('asked.clear')}</button>` : nothing}</div>
    </form>`;
  }
}

customElements.define('gh-asked', Asked);
