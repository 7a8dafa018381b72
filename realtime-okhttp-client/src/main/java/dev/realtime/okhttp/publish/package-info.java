/** Publishing over HTTP. */
@NullMarked
package dev.realtime.okhttp.publish;

import org.jspecify.annotations.NullMarked;
