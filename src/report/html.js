/*
 * html.js -- what the page can do beyond showing: filter and sort rows, open
 * the rows that a link leads to, copy values.  The page is complete without it.
 */
'use strict';

/* ---- sorting: headings become buttons */

function keyOf(row, column) {
	const cell = row.cells[column];
	const key = cell.dataset.s === undefined ? cell.textContent.trim() : cell.dataset.s;
	const number = key.match(/^F?(\d+)$/);

	return number ? Number(number[1]) : key.toLowerCase();
}

function compare(a, b) {
	if (typeof a === 'number' && typeof b === 'number')
		return a - b;
	return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function sortBy(table, heading) {
	const column = heading.cellIndex;
	const down = heading.getAttribute('aria-sort') === 'ascending';
	const body = table.tBodies[0];
	const rows = Array.from(body.rows, row => [keyOf(row, column), row]);

	rows.sort((a, b) => down ? compare(b[0], a[0]) : compare(a[0], b[0]));
	body.append(...rows.map(pair => pair[1]));
	for (const other of table.tHead.rows[0].cells)
		other.removeAttribute('aria-sort');
	heading.setAttribute('aria-sort', down ? 'descending' : 'ascending');
}

for (const table of document.querySelectorAll('table.sortable'))
	for (const heading of table.tHead.rows[0].cells) {
		const button = document.createElement('button');

		button.type = 'button';
		button.append(...heading.childNodes);
		button.addEventListener('click', () => sortBy(table, heading));
		heading.append(button);
	}

/* ---- filtering */

const list = document.getElementById('list');
const tools = document.querySelector('.tools');

function filter() {
	const words = document.getElementById('filter').value.toLowerCase().split(/\s+/);
	const boxes = Array.from(tools.querySelectorAll('input[type=checkbox]'));
	const classes = new Set(boxes.filter(box => box.checked).map(box => box.value));
	let shown = 0;

	for (const row of list.tBodies[0].rows) {
		const text = row.textContent.toLowerCase();

		row.hidden = !classes.has(row.dataset.c) || !words.every(word => text.includes(word) ||
			text.includes(refang(word)) || refang(text).includes(word));
		shown += !row.hidden;
	}
	document.getElementById('tally').textContent = shown + ' of ' + list.tBodies[0].rows.length + ' rows';
}

function unfold(event) {
	const all = list.querySelectorAll('tr:not([hidden]) details');
	const open = event.target.dataset.open !== 'yes';

	for (const one of all)
		one.open = open;
	event.target.dataset.open = open ? 'yes' : '';
	event.target.textContent = open ? 'Close all proofs' : 'Open all proofs';
}

if (list && tools) {
	let waiting;

	tools.hidden = false;
	tools.addEventListener('input', () => {
		clearTimeout(waiting);
		waiting = setTimeout(filter, 150);
	});
	document.getElementById('unfold').addEventListener('click', unfold);
	filter();
}

/* A link to a finding that the filter hides shows it; its proof is opened. */
function arrive() {
	const row = document.getElementById(location.hash.slice(1));

	if (!row || row.tagName !== 'TR')
		return;
	row.hidden = false;
	row.querySelector('details').open = true;
	row.scrollIntoView({ block: 'center' });
}
addEventListener('hashchange', arrive);
arrive();

/* ---- values: copied so that nobody follows them; in a second step as they are */

function refang(text) {
	return text.replace(/\[(\.|@|:)\]/g, '$1').replace(/^hxxp/, 'http');
}

async function copy(text) {
	const field = document.createElement('textarea');

	try {
		await navigator.clipboard.writeText(text);
		return;
	} catch (error) {
		/* No such right: the old way. */
	}
	field.value = text;
	document.body.append(field);
	field.select();
	document.execCommand('copy');
	field.remove();
}

let box = null;

function closeBox(back) {
	if (!box)
		return;
	if (back)
		box.value.focus();
	box.element.remove();
	box = null;
}

function say(element, words) {
	const line = document.createElement('p');

	line.textContent = words;
	element.append(line);
}

function addButton(element, words, action) {
	const button = document.createElement('button');

	button.type = 'button';
	button.textContent = words;
	button.addEventListener('click', action);
	element.append(button);
	return button;
}

/* The second step: only who says so has the living value. */
function askForLive(element, value) {
	element.replaceChildren();
	say(element, 'This leads to the attacker when it is pasted into a browser or a chat.');
	addButton(element, 'Copy the live value', async () => {
		await copy(refang(value.textContent));
		closeBox(true);
	}).focus();
	addButton(element, 'No', () => closeBox(true));
}

async function openBox(value) {
	const element = document.createElement('div');
	const place = value.getBoundingClientRect();

	closeBox(false);
	element.className = 'copy';
	element.setAttribute('role', 'dialog');
	element.setAttribute('aria-label', 'Copy');
	document.body.append(element);
	element.style.left = Math.max(8, Math.min(place.left, innerWidth - 330)) + scrollX + 'px';
	element.style.top = place.bottom + scrollY + 6 + 'px';
	box = { element, value };
	await copy(value.textContent);
	say(element, 'Copied: ' + value.textContent);
	if (refang(value.textContent) !== value.textContent)
		addButton(element, 'As a live value...', () => askForLive(element, value)).focus();
	addButton(element, 'Close', () => closeBox(true));
	element.querySelector('button').focus();
}

for (const value of document.querySelectorAll('code.v')) {
	value.tabIndex = 0;
	value.setAttribute('role', 'button');
	value.title = 'Copy';
}
document.addEventListener('click', event => {
	const value = event.target.closest('code.v');

	if (value)
		openBox(value);
	else if (box && !box.element.contains(event.target))
		closeBox(false);
});
document.addEventListener('keydown', event => {
	if (event.key === 'Escape')
		closeBox(true);
	else if (event.key === 'Enter' && event.target.matches('code.v'))
		openBox(event.target);
});
