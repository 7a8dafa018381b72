/** Sockets that carry many channels, both ways. */
@NullMarked
package dev.realtime.okhttp.websocket;

import org.jspecify.annotations.NullMarked;
