/** The loops, the gate and the backoff: the only code that decides order and progress. */
@NullMarked
package dev.realtime.core.loop;

import org.jspecify.annotations.NullMarked;
