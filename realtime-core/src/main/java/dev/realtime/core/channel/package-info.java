/** Channels as applications see them, over whatever transports their owner has. */
@NullMarked
package dev.realtime.core.channel;

import org.jspecify.annotations.NullMarked;
