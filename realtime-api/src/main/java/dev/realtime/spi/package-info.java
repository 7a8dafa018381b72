/** The two halves of a transport, the log, and what passes between them. */
@NullMarked
package dev.realtime.spi;

import org.jspecify.annotations.NullMarked;
