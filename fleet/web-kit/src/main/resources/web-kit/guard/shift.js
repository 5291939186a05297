// What a guard sees of the rounds, with what the phone recorded and the server does not know yet worked in.
// @ts-check

/** What a tag that counts its readings says: its number, the count, and perhaps a signature. */
const COUNTED = /^([0-9a-f]{8,20})x[0-9a-f]{6}(x[0-9a-f]{16})?$/i;

/** Whether a tag counts its readings. @param {string} tag */
export function counts(tag) {
  return COUNTED.test(tag.trim());
}

/** A tag's number as it is compared. @param {string} tag */
export function number(tag) {
  return tag.trim().replace(COUNTED, '$1').replaceAll(/[\s:-]/g, '').replace(/^0+(?=.)/, '').toUpperCase();
}

/** @param {string} text */
async function digest(text) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, '0')).join('');
}

/** What stands on a tag or in a code: a number, or an address that ends with one. @param {string} text */
export function tagOf(text) {
  const said = text.trim();
  const at = said.indexOf('#t=');
  return at >= 0 ? decodeURIComponent(said.slice(at + 3)) : said;
}

/** Which checkpoint a tag is; nothing when it is none of the site's. @param {any} shift @param {string} tag */
export async function checkpointOf(shift, tag) {
  const wanted = await digest(number(tag));
  return shift?.checkpoints.find((/** @type {any} */ one) => one.tags.some((/** @type {any} */ mark) => mark.digest === wanted));
}

/** The nearest checkpoint in whose circle the position is, as the judge finds it. @param {any} shift @param {any} position */
export function fenceOf(shift, position) {
  const near = (shift?.checkpoints ?? []).filter((/** @type {any} */ one) => one.fence && one.fence.floor === position.floor && metres(one.fence, position) <= one.fence.metres);
  return near.sort((/** @type {any} */ one, /** @type {any} */ other) => metres(one.fence, position) - metres(other.fence, position))[0];
}

/** @param {any} from @param {any} to */
function metres(from, to) {
  const rad = Math.PI / 180;
  const x = (to.longitude - from.longitude) * rad * Math.cos(((to.latitude + from.latitude) / 2) * rad);
  return Math.hypot(x, (to.latitude - from.latitude) * rad) * 6_371_000;
}

/** The round that is walked now, or the next one. @param {any} shift @param {any[]} scans @param {number} now */
export function current(shift, scans, now) {
  const rounds = (shift?.rounds ?? []).map((/** @type {any} */ round) => ({ ...round, stops: round.stops.map((/** @type {any} */ stop) => made(stop, scans)) }));
  const open = rounds.filter((/** @type {any} */ round) => Date.parse(round.endAt) >= now && round.state !== 'CANCELLED' && (round.sealed || round.stops.some(isOpen)));
  return open[0];
}

/** @param {any} stop @param {any[]} scans */
function made(stop, scans) {
  if (stop.status !== 'PENDING' && stop.status !== 'MISSED') {
    return stop;
  }
  const scan = scans.find((one) => one.checkpoint === stop.checkpoint && one.at >= Date.parse(stop.earlyFrom) && one.at <= Date.parse(stop.lateTo));
  return scan ? { ...stop, here: true, at: new Date(scan.at).toISOString() } : stop;
}

/** @param {any} stop */
export function isOpen(stop) {
  return !stop.here && stop.status === 'PENDING';
}

/** What is to be shown: a hidden point only once it was reached. @param {any} round */
export function shown(round) {
  return round.stops.filter((/** @type {any} */ stop) => !stop.hidden || !isOpen(stop));
}

/** How long to stay at the point at least, 0 for no matter. @param {any} round @param {string} point */
export function staySeconds(round, point) {
  return round?.stops.find((/** @type {any} */ stop) => stop.checkpoint === point)?.dwellMinSeconds ?? 0;
}
