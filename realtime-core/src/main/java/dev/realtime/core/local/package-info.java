/** The in-process transport, and channels as applications see them. */
@NullMarked
package dev.realtime.core.local;

import org.jspecify.annotations.NullMarked;
