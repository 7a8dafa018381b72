/** Client and server over real sockets, and the rules of the architecture. */
@NullMarked
package dev.realtime.system;

import org.jspecify.annotations.NullMarked;
