/** Short and long polls. */
@NullMarked
package dev.realtime.okhttp.poll;

import org.jspecify.annotations.NullMarked;
