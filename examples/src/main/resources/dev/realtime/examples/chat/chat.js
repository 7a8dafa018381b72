import { connect } from "/realtime/client.js";
import { MessageList } from "./messages.js";
import { Outbox } from "./outbox.js";

const HISTORY = 50;
const SUMMARY_MILLIS = 5_000;
const FIRST_ROOMS = ["lobby", "random", "support"];
const ROOM = /^(?!\.{1,2}$)[A-Za-z0-9._~:@-]{1,64}$/;

const TRANSPORTS = {
  websocket: "WebSocket",
  sse: "Server-Sent Events",
  "long-polling": "long polling",
  "short-polling": "short polling",
};

const $ = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const cutMillis = Math.min(Math.max(Number(query.get("cut")) || 10_000, 100), 60_000);
const seconds = (millis) => `${(millis / 1000).toLocaleString()}\u00a0s`;

const asked = query.get("transport") ?? stored(sessionStorage, "transport", "websocket");
const transport = Object.hasOwn(TRANSPORTS, asked) ? asked : "websocket";
const realtime = connect("/realtime", { transport });
const messages = new MessageList($("messages"));
const outboxes = new Map();
const rooms = new Set([...FIRST_ROOMS, ...stored(localStorage, "rooms", "").split(" ")]);
rooms.delete("");
const links = new Map();

let room = "";
let subscription;
let state = { state: "connecting" };
let stopped;
let cutUntil = 0;
let lastCut;

function stored(storage, key, otherwise) {
  try {
    return storage.getItem(`chat.${key}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function store(storage, key, value) {
  try {
    storage.setItem(`chat.${key}`, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

// State in words

function describe() {
  const over = TRANSPORTS[$("transport").value];
  if (stopped) {
    return [`Stopped: ${stopped}`, 0];
  }
  switch (state.state) {
    case "connecting":
      return [`Connecting over ${over}…`, 0];
    case "live":
      return [`Live over ${over}`, 0];
    case "waiting":
      return [`Waiting, ${state.why}`, state.until - performance.now()];
    default:
      return [`Cut for ${seconds(cutMillis)}`, cutUntil - performance.now()];
  }
}

function write(id, text) {
  if ($(id).textContent !== text) {
    $(id).textContent = text;
  }
}

function showState() {
  const [words, left] = describe();
  write("state", words);
  write("countdown", left > 0 ? `${Math.ceil(left / 1000)} s left` : "");
  write("offset", subscription ? `offset ${subscription.offset}` : "");
  $("status").dataset.state = stopped ? "stopped" : state.state;
  $("cut").disabled = state.state === "paused";
}

realtime.addEventListener("state", ({ detail }) => {
  state = detail;
  if (state.state === "live" && lastCut?.until === undefined) {
    lastCut?.end(subscription.head);
  }
  showState();
});

/** The line of a cut, with the number of messages of others that were written meanwhile. */
class Cut {
  until;
  #text;
  #change;
  #missed = 0;

  constructor(offset) {
    this.#text = `Connection cut for ${seconds(cutMillis)} after offset ${offset}.`;
    this.#change = messages.line(this.#text);
  }

  /** The connection is back; the messages up to an offset were missed. */
  end(until) {
    this.until = until;
    this.#show();
  }

  count({ offset }) {
    if (offset <= this.until) {
      this.#missed += 1;
      this.#show();
    }
  }

  #show() {
    this.#change(`${this.#text} Messages missed meanwhile: ${this.#missed}.`);
  }
}

// Rooms

/** Shows the list; links stay the same elements, so that none loses the focus. */
function showRooms() {
  for (const name of rooms) {
    if (!links.has(name)) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${name}`;
      link.textContent = name;
      links.set(name, link);
      item.append(link);
      $("rooms").append(item);
    }
  }
  document.querySelector("#rooms [aria-current]")?.removeAttribute("aria-current");
  links.get(room).setAttribute("aria-current", "page");
  links.get(room).scrollIntoView({ block: "nearest" });
}

function enter(name) {
  room = name;
  rooms.add(name);
  store(localStorage, "rooms", [...rooms].filter((r) => !FIRST_ROOMS.includes(r)).join(" "));
  showRooms();
  $("room").textContent = name;
  document.title = `${name} · Realtime chat`;
  messages.clear();
  lastCut = undefined;
  stopped = undefined;
  subscription?.close();
  subscription = undefined;
  let isHistory = true;
  subscription = channelOf(name).subscribe(
    (message) => {
      messages.add(message);
      isHistory &&= subscription.state !== "live";
      if (!isHistory && !message.own) {
        lastCut?.count(message);
        summarise(message);
      }
      showState();
    },
    {
      from: -HISTORY,
      onGap: (gap) => {
        messages.line(describeGap(gap));
        lastCut = undefined;
      },
      onClose: (failure) => {
        stopped = failure?.message ?? stopped;
        showState();
      },
    },
  );
  outboxOf(name).waiting().forEach((item) => messages.pending(item));
  showState();
}

const channelOf = (name) => realtime.channel(`chat/${name}`);

function outboxOf(name) {
  if (!outboxes.has(name)) {
    const onChange = (item) => name === room && messages.pending(item);
    outboxes.set(name, new Outbox(channelOf(name), onChange));
  }
  return outboxes.get(name);
}

function roomOfAddress() {
  let name = location.hash.slice(1);
  try {
    name = decodeURIComponent(name);
  } catch {
    name = "";
  }
  return ROOM.test(name) ? name : FIRST_ROOMS[0];
}

function describeGap({ reason, from, to }) {
  if (from === undefined) {
    return "The history of this room was lost. It begins anew here.";
  }
  return `Messages ${from} to ${to} are missing here (${reason}).`;
}

// A summary for those who listen, at most one in five seconds

let unsaid = [];
let summaryTimer;

function summarise(message) {
  unsaid.push(message);
  if (!summaryTimer) {
    saySummary();
  }
}

function saySummary() {
  summaryTimer = undefined;
  const last = unsaid.at(-1);
  if (last) {
    const count = unsaid.length === 1 ? "" : `${unsaid.length} new messages, the last: `;
    $("summary").textContent = `${count}${last.data?.name ?? "nobody"}: ${last.data?.text ?? ""}`;
    unsaid = [];
    summaryTimer = setTimeout(saySummary, SUMMARY_MILLIS);
  }
}

// What people do

$("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (text) {
    outboxOf(room).send({ name: $("name").value.trim() || "nobody", text });
    $("text").value = "";
  }
  $("text").focus();
});

$("new-room").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = $("new-room-name");
  const name = field.value.trim().toLowerCase().replaceAll(/\s+/g, "-");
  field.setCustomValidity(ROOM.test(name) ? "" : "Use up to 64 letters, digits, . _ ~ : @ and -");
  if (field.reportValidity()) {
    field.value = "";
    location.hash = name;
    $("text").focus();
  }
});

$("new-room-name").addEventListener("input", ({ target }) => target.setCustomValidity(""));

$("name").addEventListener("input", ({ target }) => store(sessionStorage, "name", target.value));

$("transport").addEventListener("change", ({ target }) => {
  store(sessionStorage, "transport", target.value);
  realtime.use(target.value);
  if (stopped) {
    enter(room);
  }
});

$("cut").addEventListener("click", () => {
  lastCut = new Cut(subscription.offset);
  cutUntil = performance.now() + cutMillis;
  realtime.pause();
  setTimeout(() => realtime.resume(), cutMillis);
});

$("skip").addEventListener("click", (event) => {
  // The part of the address after # is the room.
  event.preventDefault();
  $("text").focus();
});

addEventListener("hashchange", () => enter(roomOfAddress()));

// Start

$("name").value =
  query.get("name") ??
  stored(sessionStorage, "name", `Guest ${Math.floor(100 + Math.random() * 900)}`);
$("transport").value = transport;
$("cut").textContent = `Cut my connection for ${seconds(cutMillis)}`;
setInterval(() => (state.state === "waiting" || state.state === "paused") && showState(), 250);
enter(roomOfAddress());
