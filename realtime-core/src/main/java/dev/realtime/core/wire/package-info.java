/** The JSON envelope, the grammars and the problem object. */
@NullMarked
package dev.realtime.core.wire;

import org.jspecify.annotations.NullMarked;
