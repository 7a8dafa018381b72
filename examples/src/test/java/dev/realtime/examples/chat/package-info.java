/** The chat, driven through a real browser. */
@NullMarked
package dev.realtime.examples.chat;

import org.jspecify.annotations.NullMarked;
