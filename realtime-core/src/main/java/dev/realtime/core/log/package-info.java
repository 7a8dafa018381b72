/** The memory engine, retention and the position rule. */
@NullMarked
package dev.realtime.core.log;

import org.jspecify.annotations.NullMarked;
