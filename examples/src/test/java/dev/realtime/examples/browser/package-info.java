/** A real browser, spoken to over its DevTools protocol. */
@NullMarked
package dev.realtime.examples.browser;

import org.jspecify.annotations.NullMarked;
