/** Server-Sent Events. */
@NullMarked
package dev.realtime.jetty.sse;

import org.jspecify.annotations.NullMarked;
