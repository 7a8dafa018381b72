/** Tests of the POST. */
@NullMarked
package dev.realtime.okhttp.webhook;

import org.jspecify.annotations.NullMarked;
