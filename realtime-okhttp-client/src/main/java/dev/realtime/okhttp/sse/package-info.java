/** Server-Sent Events, with a reader of its own. */
@NullMarked
package dev.realtime.okhttp.sse;

import org.jspecify.annotations.NullMarked;
