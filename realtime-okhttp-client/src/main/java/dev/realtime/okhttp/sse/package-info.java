/** Server-Sent Events, the receiving half. */
@NullMarked
package dev.realtime.okhttp.sse;

import org.jspecify.annotations.NullMarked;
