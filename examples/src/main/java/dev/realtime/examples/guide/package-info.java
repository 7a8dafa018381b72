/** The programs of docs/guide.md. */
@NullMarked
package dev.realtime.examples.guide;

import org.jspecify.annotations.NullMarked;
