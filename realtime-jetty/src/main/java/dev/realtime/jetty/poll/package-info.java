/** Short and long polls. */
@NullMarked
package dev.realtime.jetty.poll;

import org.jspecify.annotations.NullMarked;
