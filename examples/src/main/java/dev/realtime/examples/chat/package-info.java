/** A chat in rooms: the server that runs it and the page that browsers show. */
@NullMarked
package dev.realtime.examples.chat;

import org.jspecify.annotations.NullMarked;
