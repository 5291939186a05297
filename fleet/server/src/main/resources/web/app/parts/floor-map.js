// A plan of a floor with pins on it: looked at, pointed at, and arranged by mouse, finger or arrow keys.
// @ts-check
import { GhElement, html, t } from '/kit/kit.js';
import { CRS, LeafletMap, divIcon, imageOverlay, marker } from '/kit/vendor/leaflet-1.9.4.js';

/** Fingers need more room than a mouse; the same widths stand in console.css. */
const PIN = matchMedia('(max-width: 760px)').matches ? 44 : 34;
/** Of the plan's width and height, for one press of an arrow key; a tenth of it with Shift. */
const STEP = 0.01;
/** After the last press of a key the place is told. */
const SETTLED = 700;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * @typedef {{ key: string, x: number, y: number, name: string, state: string, look: string, mark: string, alarm?: { look: string, shape: string } }} Pin
 *   x and y from 0 to 1, from the upper left; state in words
 */

class FloorMap extends GhElement {
  static properties = { src: { attribute: false }, width: { attribute: false }, height: { attribute: false }, pins: { attribute: false }, movable: { attribute: false }, label: { attribute: false } };

  constructor() {
    super();
    this.src = '';
    this.width = 1;
    this.height = 1;
    /** @type {Pin[]} */
    this.pins = [];
    this.movable = false;
    this.label = '';
    /** @type {any} */
    this.map = null;
    /** @type {any} */
    this.picture = null;
    /** @type {Map<string, any>} */
    this.markers = new Map();
    /** @type {Map<string, number>} */
    this.settling = new Map();
    this.resized = new ResizeObserver(() => this.map?.invalidateSize());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.map?.remove();
    this.map = null;
    this.picture = null;
    this.markers.clear();
  }

  render() {
    return html`<div class="floor-map" role="region" aria-label=${this.label}></div>
      <div class="row"><button type="button" @click=${() => this.map?.zoomIn()}>${t('plans.zoomIn')}</button><button type="button" @click=${() => this.map?.zoomOut()}>${t('plans.zoomOut')}</button><button type="button" @click=${() => this.fit()}>${t('plans.whole')}</button></div>`;
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    if (!this.map) {
      this.open();
    }
    if (['src', 'width', 'height'].some((one) => changed.has(one))) {
      this.draw();
    }
    this.arrange();
  }

  open() {
    const box = /** @type {HTMLElement} */ (this.querySelector('.floor-map'));
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.map = new LeafletMap(box, { crs: CRS.Simple, attributionControl: false, zoomControl: false, minZoom: -6, maxZoom: 4, zoomSnap: 0.25, zoomAnimation: !calm, fadeAnimation: !calm });
    this.map.on('click', (/** @type {any} */ click) => this.tell('pointed', { key: '', ...this.place(click.latlng) }));
    this.resized.observe(box);
  }

  draw() {
    this.picture?.remove();
    this.picture = imageOverlay(this.src, [[0, 0], [this.height, this.width]], { alt: '' }).addTo(this.map);
    this.map.setMaxBounds([[-this.height / 2, -this.width / 2], [this.height * 1.5, this.width * 1.5]]);
    this.fit();
  }

  fit() {
    this.map?.fitBounds([[0, 0], [this.height, this.width]]);
  }

  /** Pins that are new, moved, otherwise or gone; the others stay as they are, and so does what has the focus. */
  arrange() {
    const here = new Set(this.pins.map((pin) => pin.key));
    for (const [key, one] of this.markers) {
      if (!here.has(key)) {
        one.remove();
        this.markers.delete(key);
      }
    }
    this.pins.forEach((pin) => this.put(pin));
  }

  /** @param {Pin} pin */
  put(pin) {
    const at = [this.height * (1 - pin.y), this.width * pin.x];
    let one = this.markers.get(pin.key);
    if (!one) {
      const face = document.createElement('span');
      one = marker(at, { icon: divIcon({ html: face, className: '', iconSize: [PIN, PIN] }), autoPanOnFocus: true }).addTo(this.map);
      one.face = face;
      one.on('click', () => !this.movable && this.tell('chosen', { key: pin.key }));
      one.on('dragend', () => this.tell('moved', { key: pin.key, ...this.place(one.getLatLng()) }));
      one.getElement().addEventListener('keydown', (/** @type {KeyboardEvent} */ key) => this.pressed(key, pin.key));
      this.markers.set(pin.key, one);
    } else if (!this.settling.has(pin.key)) {
      one.setLatLng(at);
    }
    one.face.className = `pin ${pin.look}`;
    one.face.textContent = pin.mark;
    if (pin.alarm) {
      const badge = document.createElement('span');
      badge.className = `pin-alarm ${pin.alarm.look}`;
      badge.textContent = pin.alarm.shape;
      one.face.append(badge);
    }
    one.getElement().setAttribute('aria-label', this.movable ? t('plans.movePin', { name: pin.name, state: pin.state }) : `${pin.name}: ${pin.state}`);
    one.getElement().title = `${pin.name}: ${pin.state}`;
    if (this.movable) {
      one.dragging.enable();
    } else {
      one.dragging.disable();
    }
  }

  /** @param {KeyboardEvent} key @param {string} pin */
  pressed(key, pin) {
    const way = ARROWS[/** @type {keyof ARROWS} */ (key.key)];
    if (!way || !this.movable) {
      return;
    }
    key.preventDefault();
    key.stopPropagation();
    const one = this.markers.get(pin);
    const step = key.shiftKey ? STEP / 10 : STEP;
    const { x, y } = this.place(one.getLatLng());
    const to = { x: within(x + way[0] * step), y: within(y + way[1] * step) };
    one.setLatLng([this.height * (1 - to.y), this.width * to.x]);
    clearTimeout(this.settling.get(pin));
    this.settling.set(pin, window.setTimeout(() => {
      this.settling.delete(pin);
      this.tell('moved', { key: pin, ...this.place(one.getLatLng()) });
    }, SETTLED));
  }

  /** @param {{lat: number, lng: number}} at */
  place(at) {
    return { x: within(at.lng / this.width), y: within(1 - at.lat / this.height) };
  }

  /** @param {string} what @param {any} detail */
  tell(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }
}

/** @param {number} part */
function within(part) {
  return Math.min(1, Math.max(0, Math.round(part * 10_000) / 10_000));
}

customElements.define('gh-floor-map', FloorMap);
