// Bidding in five steps: the bid is sealed here, before a byte leaves this computer.
import { exportEncryptedPKCS8, makeHolderKey, sealPackage } from './sealing.js';
import { save, texts } from './act.js';
import { upload } from './upload.js';

const form = document.querySelector('[data-bid]');
if (form) start(form);

async function start(form) {
  const say = texts();
  const notice = await (await fetch(form.dataset.notice)).json();
  const summary = form.querySelector('[data-notice-summary]');
  const names = notice.holders.map((holder) => `${holder.name} ${holder.keyID.slice(0, 12)}…`).join(' · ');
  summary.textContent =
    `${say.holders.replace('{n}', notice.holders.length).replace('{t}', notice.t)} ${names}`;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const status = form.querySelector('[data-status]');
    const button = form.querySelector('button[type="submit"]');
    const problem = check(form, say);
    if (problem) {
      status.textContent = problem;
      form.querySelector(':invalid')?.focus();
      return;
    }
    button.disabled = true;
    try {
      await send(form, notice, status, say);
    } catch (error) {
      status.textContent = `${say.failed} ${error.message}`;
      button.disabled = false;
    }
  });
}

function check(form, say) {
  const fields = form.elements;
  if (fen(fields.price.value) === null) return say.price;
  if (!form.checkValidity()) return fields.passphrase.validity.valid ? say.fill : say.short;
  if (fields.passphrase.value.length < 10) return say.short;
  if (fields.passphrase.value !== fields.again.value) return say.differ;
  return null;
}

/** Yuan as typed, to integer fen; null when it is not an amount. */
function fen(text) {
  const plain = text.replace(/[,\uFF0C\s\u00A5\uFFE5]/g, '');
  const parts = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
  return parts ? Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0')) : null;
}

async function send(form, notice, status, say) {
  const fields = form.elements;
  const bidForm = {
    section: notice.section,
    bidder: form.dataset.bidder,
    bidderName: form.dataset.bidderName,
    priceFen: fen(fields.price.value),
    durationDays: Number(fields.duration.value),
    quality: fields.quality.value,
    projectLeader: { name: fields.leader.value, certificate: fields.certificate.value },
    items: [],
    declaration: fields.declaration.value,
  };
  status.textContent = say.key;
  const key = await makeHolderKey();
  const pem = await exportEncryptedPKCS8(key, fields.passphrase.value);
  save(`bid-key-${notice.section}.pem`, pem, 'application/x-pem-file');
  status.textContent = say.sealing;
  const sealed = await sealPackage([...fields.documents.files], bidForm, notice, key);
  status.textContent = say.sending;
  const bar = form.querySelector('progress');
  bar.hidden = false;
  await upload(sealed, notice.section, fields._token.value, (share) => { bar.value = share * 100; });
  status.textContent = say.done;
  location.reload();
}
