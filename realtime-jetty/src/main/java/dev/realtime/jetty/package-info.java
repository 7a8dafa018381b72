/** Everything that answers HTTP, on Jetty: routing, and the server that applications start. */
@NullMarked
package dev.realtime.jetty;

import org.jspecify.annotations.NullMarked;
