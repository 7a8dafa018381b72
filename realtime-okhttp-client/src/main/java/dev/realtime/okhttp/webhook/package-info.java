/** The POST of a webhook: once, to a checked address, in bounded time. */
@NullMarked
package dev.realtime.okhttp.webhook;

import org.jspecify.annotations.NullMarked;
