/** Payments by webhook, driven through a real browser. */
@NullMarked
package dev.realtime.examples.payments;

import org.jspecify.annotations.NullMarked;
