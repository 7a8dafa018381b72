/** The in-process transport. */
@NullMarked
package dev.realtime.core.local;

import org.jspecify.annotations.NullMarked;
