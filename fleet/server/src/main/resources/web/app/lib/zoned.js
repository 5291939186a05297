// Times of day at a site, as forms take them: local there, whatever the reader's own clock says.
// @ts-check

/** The local date and time at an instant, such as 2026-11-24T08:00. @param {string|number} instant @param {string} [zone] */
export function localText(instant, zone) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }).formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** The instant of a local date and time. An hour that comes twice is the first of the two. @param {string} text @param {string} [zone] */
export function instantOf(text, zone) {
  const asIfUtc = Date.parse(`${text.slice(0, 16)}:00Z`);
  let at = asIfUtc;
  for (let i = 0; i < 2; i += 1) {
    at = asIfUtc - (Date.parse(`${localText(at, zone)}:00Z`) - at);
  }
  return new Date(at).toISOString();
}

/** Today's date at the site. @param {string} [zone] */
export function today(zone) {
  return localText(Date.now(), zone).slice(0, 10);
}
