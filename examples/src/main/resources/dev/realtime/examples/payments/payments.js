import { connect } from "/realtime/client.js";
import { describe, SubscriptionRecord } from "./record.js";

const SHOWN = 100;
const ANSWERS = {
  200: ["good", "200, taken"],
  500: ["bad", "500, failed"],
  410: ["bad", "410, gone"],
  401: ["bad", "401, refused"],
  hang: ["warn", "none, hangs"],
};

const $ = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });
const money = new Intl.NumberFormat(undefined, { style: "currency", currency: "EUR" });
const offsetOf = (position) => position.slice(position.lastIndexOf(":") + 1);

const realtime = connect("/realtime", { transport: "websocket" });
const payments = realtime.channel("payments/acct_9");

function write(id, text) {
  if ($(id).textContent !== text) {
    $(id).textContent = text;
  }
}

function cell(text, className = "", tone = "") {
  const made = document.createElement("td");
  made.className = className;
  made.textContent = text;
  if (tone) {
    made.dataset.tone = tone;
  }
  return made;
}

function code(text) {
  const made = cell("");
  const inner = document.createElement("code");
  inner.textContent = text;
  made.append(inner);
  return made;
}

function addRow(body, ...cells) {
  const row = document.createElement("tr");
  row.append(...cells);
  $(body).prepend(row);
  if ($(body).rows.length > SHOWN) {
    $(body).lastElementChild.remove();
  }
  return row;
}

// The bank's record

const record = new SubscriptionRecord("payments/acct_9", show);

function show({ state, position, attempt, lastStatus, nextAttemptAt, ...rest }) {
  const [tone, words] = describe({ state, attempt });
  write("state", words);
  $("state").dataset.tone = tone;
  $("state").dataset.state = state;
  write("position", position);
  write("attempt", String(attempt));
  write("last", lastStatus === undefined ? "none yet" : String(lastStatus).replaceAll("_", " "));
  const left = nextAttemptAt ? Math.ceil((Date.parse(nextAttemptAt) - Date.now()) / 1000) : 0;
  write("next", nextAttemptAt && state === "active" ? `in ${Math.max(0, left)} s` : "when there is a payment");
  if (rest.reason || !["active", "pending"].includes(state)) {
    write("next", "none");
  }
  $("retry").disabled = !(state === "active" && attempt > 0);
  $("pause").disabled = state !== "active";
  $("resume").disabled = !["paused", "disabled"].includes(state);
  $("verify").disabled = !["gone", "pending"].includes(state);
}

for (const action of ["retry", "pause", "resume", "verify"]) {
  $(action).addEventListener("click", () => record.act(action).catch(() => record.refresh()));
}

realtime.channel("$webhooks").subscribe(() => record.refresh());
setInterval(() => document.visibilityState === "visible" && record.refresh(), 1_000);
record.refresh();

// Attempts

realtime.channel("payments/attempts").subscribe(
  ({ data, time }) => {
    const [tone, words] = ANSWERS[data.status] ?? ["warn", data.status];
    const [first, last] = data.positions.map(offsetOf);
    const messages = data.kind === "challenge" ? "challenge" : first === last ? first : `${first} to ${last}`;
    addRow(
      "attempts",
      cell(clock.format(time)),
      cell(words, "tone", tone),
      cell(data.attempt, "number"),
      cell(messages),
      code(`${data.verified ? "verified" : "not verified"} ${data.signature}`),
      code(data.id),
    ).dataset.id = data.id;
    record.refresh();
  },
  { from: -SHOWN },
);

// The ledger, whose order the page judges

let expected;
let booked = 0;
let wrong = 0;

realtime.channel("payments/ledger").subscribe(
  ({ data: { epoch, offset, payment } }) => {
    const { id, cents } = read(payment);
    wrong += expected !== undefined && `${epoch}:${offset}` !== expected ? 1 : 0;
    expected = `${epoch}:${offset + 1}`;
    booked += 1;
    addRow("ledger", cell(offset, "number"), cell(id), cell(money.format(cents / 100), "number"));
    $("verdict").dataset.tone = wrong ? "bad" : "good";
    write(
      "verdict",
      wrong
        ? `${booked} payments, ${wrong} out of order`
        : `${booked} payments, in order: none missing, none twice`,
    );
  },
  { from: "earliest" },
);

/** Anybody may publish anything, so nothing is taken as given. */
function read(payment) {
  try {
    const { id, cents } = JSON.parse(payment);
    return { id: String(id), cents: Number(cents) || 0 };
  } catch {
    return { id: "unreadable", cents: 0 };
  }
}

// What people do

let paid = 0;
const run = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);

async function pay(count) {
  const stored = [];
  for (let i = 0; i < count; i++) {
    paid += 1;
    const cents = 100 + ((paid * 7919) % 9900);
    stored.push(payments.publish({ id: `pay_${run}_${paid}`, cents }, { type: "payment.created" }));
  }
  try {
    const last = (await Promise.all(stored)).at(-1);
    write("paid", `${paid} paid from this page, the last is offset ${last.offset}.`);
  } catch (failure) {
    write("paid", `Not paid: ${failure.message}`);
  }
}

$("pay").addEventListener("click", () => pay(1));
$("pay-100").addEventListener("click", () => pay(100));

for (const choice of document.querySelectorAll("[name=mode]")) {
  choice.addEventListener("change", () =>
    realtime.channel("payments/control").publish({ answer: choice.value }),
  );
}

realtime.channel("payments/mode").subscribe(
  ({ data: { answer } }) => {
    const choice = document.querySelector(`[name=mode][value="${CSS.escape(answer)}"]`);
    if (choice) {
      choice.checked = true;
    }
  },
  { from: -1 },
);

realtime.addEventListener("state", ({ detail: { state, why } }) => {
  write("connection", state === "live" ? "Live over WebSocket" : `${state}${why ? `, ${why}` : "…"}`);
});
