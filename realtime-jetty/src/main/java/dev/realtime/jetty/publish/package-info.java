/** Publishing over HTTP, and appends for all transports. */
@NullMarked
package dev.realtime.jetty.publish;

import org.jspecify.annotations.NullMarked;
