const AT_END_PIXELS = 40;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) {
    made.textContent = text;
  }
  return made;
}

const wordsOf = (data) => (typeof data === "string" ? data : JSON.stringify(data));

/** What an entry says and who says it. Anybody may publish anything, so nothing is taken as given. */
function contentOf({ data }) {
  const said = typeof data === "object" && data !== null ? data : {};
  return {
    name: typeof said.name === "string" && said.name.trim() ? said.name : "nobody",
    text: typeof said.text === "string" ? said.text : wordsOf(data),
  };
}

function describe({ state, why, offset }) {
  switch (state) {
    case "sending":
      return "sending…";
    case "stored":
      return `stored at ${offset}`;
    default:
      return `not sent: ${why}`;
  }
}

/**
 * The list on screen: messages in the order of their offsets, lines between them, and below all the
 * own messages that are not back from the server yet.
 */
export class MessageList {
  #list;
  #pending = new Map();

  constructor(list) {
    this.#list = list;
  }

  clear() {
    this.#pending.clear();
    this.#list.replaceChildren();
  }

  /** Shows a message; one of an id that is pending takes its place. */
  add(message) {
    this.#keepingEnd(() => {
      this.#settle(message.id);
      this.#insert(this.#message(message));
    });
  }

  /** Adds a line; returns a function that changes its text. */
  line(text) {
    const line = element("li", "line", text);
    this.#keepingEnd(() => this.#insert(line));
    return (changed) => (line.textContent = changed);
  }

  /** Shows an own message before it is back. */
  pending(item) {
    if (!this.#pending.has(item)) {
      if (item.state === "stored") {
        return;
      }
      const made = this.#pendingMessage(item);
      this.#pending.set(item, made);
      this.#keepingEnd(() => this.#list.append(made));
    }
    const shown = this.#pending.get(item);
    shown.classList.toggle("failed", item.state === "failed");
    shown.querySelector(".offset").textContent = describe(item);
  }

  #settle(id) {
    for (const [item, shown] of this.#pending) {
      if (id !== undefined && item.id === id) {
        shown.remove();
        this.#pending.delete(item);
      }
    }
  }

  #insert(line) {
    this.#list.insertBefore(line, this.#list.querySelector(".pending"));
  }

  #keepingEnd(change) {
    const list = this.#list;
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < AT_END_PIXELS;
    change();
    if (atEnd) {
      list.scrollTop = list.scrollHeight;
    }
  }

  #message(entry) {
    const { name, text } = contentOf(entry);
    const message = element("li", entry.own ? "message mine" : "message");
    message.dataset.offset = entry.offset;
    const time = element("time", "", clock.format(entry.time));
    time.dateTime = entry.time.toISOString();
    const offset = element("span", "offset", `offset ${entry.offset}`);
    const head = element("p", "head");
    head.append(element("span", "name", name), time, offset);
    message.append(head, element("p", "text", text));
    return message;
  }

  #pendingMessage({ data: { name, text } }) {
    const message = element("li", "message mine pending");
    const head = element("p", "head");
    head.append(element("span", "name", name), element("span", "offset"));
    message.append(head, element("p", "text", text));
    return message;
  }
}
