/** The memory engine, retention, the position rule, and the queue of appends before any engine. */
@NullMarked
package dev.realtime.core.log;

import org.jspecify.annotations.NullMarked;
