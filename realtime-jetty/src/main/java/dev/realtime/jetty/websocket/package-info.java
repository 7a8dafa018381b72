/** Sockets: many channels, or one, over a WebSocket. */
@NullMarked
package dev.realtime.jetty.websocket;

import org.jspecify.annotations.NullMarked;
