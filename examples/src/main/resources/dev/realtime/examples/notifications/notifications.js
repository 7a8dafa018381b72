import { connect } from "/realtime/client.js";

const WINDOW = 1_000;
const SHOWN = 30;
const FLOOD = 1_000;

const $ = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium", hourCycle: "h23" });
const realtime = connect("/realtime", { transport: "websocket" });

function age(millis) {
  return millis < 1_000 ? `${millis} ms` : `${(millis / 1_000).toFixed(1)} s`;
}

function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** The figures of one lane: ages of the last thousand, how many are sent and how many arrived. */
class Lane {
  #panel;
  #word;
  #ages = [];
  #changed = false;
  arrived = 0;
  sent = 0;

  constructor(panel, word) {
    this.#panel = panel;
    this.#word = word;
  }

  arrive(offset, millis) {
    this.#ages.push(millis);
    if (this.#ages.length > WINDOW) {
      this.#ages.shift();
    }
    this.arrived = Math.max(this.arrived, offset);
    this.#changed = true;
  }

  publish(offset) {
    this.sent = Math.max(this.sent, offset);
    this.#changed = true;
  }

  show() {
    if (!this.#changed) {
      return;
    }
    this.#changed = false;
    const waiting = Math.max(0, this.sent - this.arrived);
    const progress = this.#panel.querySelector("progress");
    progress.max = Math.max(1, this.sent, this.arrived);
    progress.value = this.arrived;
    this.#figure("count", `${this.arrived} ${this.#word} arrived, ${waiting} waiting`);
    if (this.#ages.length) {
      const sorted = [...this.#ages].sort((a, b) => a - b);
      const within = (share) => sorted[Math.ceil(sorted.length * share) - 1];
      this.#figure("last", age(this.#ages.at(-1)));
      this.#figure("p50", age(within(0.5)));
      this.#figure("p95", age(within(0.95)));
    }
  }

  #figure(name, text) {
    write(this.#panel.querySelector(`[data-figure=${name}]`), text);
  }
}

const lanes = {
  "notifications/bookings": new Lane($("bookings"), "bookings"),
  "notifications/marketing": new Lane($("marketing"), "advertisements"),
};

// What was sent, by whomever; the two channels are read like any other

for (const [name, lane] of Object.entries(lanes)) {
  realtime.channel(name).subscribe(({ offset }) => lane.publish(offset), { from: -1 });
}

// What arrived

let held = false;

function addRow({ data: { channel, offset, millis }, time }) {
  const row = document.createElement("tr");
  const kind = channel.endsWith("bookings") ? "booking" : "advert";
  for (const [text, className] of [
    [clock.format(time), ""],
    [kind, ""],
    [offset, "number"],
    [age(millis), "number"],
  ]) {
    const cell = document.createElement("td");
    cell.className = className;
    cell.textContent = text;
    row.append(cell);
  }
  row.dataset.kind = kind;
  $("arrivals").prepend(row);
  if ($("arrivals").rows.length > SHOWN) {
    $("arrivals").lastElementChild.remove();
  }
}

realtime.channel("notifications/arrivals").subscribe(
  (message) => {
    const { channel, offset, millis } = message.data;
    lanes[channel]?.arrive(offset, millis);
    if (!held) {
      addRow(message);
    }
  },
  { from: -WINDOW },
);

setInterval(() => Object.values(lanes).forEach((lane) => lane.show()), 250);

// What people do

async function send(channel, data, words) {
  try {
    await realtime.channel(channel).publish(data);
    write($("sent"), words);
  } catch (failure) {
    write($("sent"), `Not sent: ${failure.message}`);
  }
}

$("book").addEventListener("click", () =>
  send("notifications/bookings", { text: "Your ride is booked" }, "A booking was sent."),
);

$("flood").addEventListener("click", () =>
  send("notifications/campaigns", { count: FLOOD }, "A campaign of 1,000 advertisements was started."),
);

$("hold").addEventListener("click", ({ target }) => {
  held = !held;
  target.setAttribute("aria-pressed", String(held));
  write(target, held ? "Go on with the list" : "Pause the list");
});

realtime.addEventListener("state", ({ detail: { state, why } }) => {
  write($("connection"), state === "live" ? "Live over WebSocket" : `${state}${why ? `, ${why}` : "…"}`);
});
