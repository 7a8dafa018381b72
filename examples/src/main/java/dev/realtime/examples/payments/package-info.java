/** A bank that sends signed webhooks, and a merchant that receives them. */
@NullMarked
package dev.realtime.examples.payments;

import org.jspecify.annotations.NullMarked;
