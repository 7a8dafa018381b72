/**
 * The POST of a webhook, once, to a checked address, in bounded time; and the transport of a client
 * that registers for webhooks and receives them.
 */
@NullMarked
package dev.realtime.okhttp.webhook;

import org.jspecify.annotations.NullMarked;
